/* What the web server lets out: escaping, names of files, the folder it may read. */
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/os.h"
#include "test.h"
#include "web/html.h"
#include "web/page.h"
#include "web/public.h"
#include "base/banned.h"

static bool shows(struct arena *a, struct str in, struct str want)
{
	struct buf b = { .a = a };

	html_text(&b, in);
	return str_eq(buf_text(&b), want);
}

static bool counts(struct arena *a, int64_t n, struct str want)
{
	struct buf b = { .a = a };

	html_number(&b, n);
	return str_eq(buf_text(&b), want);
}

static void escaping(struct arena *a)
{
	CHECK("markup in a text is shown, not followed",
	      shows(a, S("<b a=\"1\" c='2'>&</b>"),
		    S("&lt;b a=&quot;1&quot; c=&#39;2&#39;&gt;&amp;&lt;/b&gt;")));
	CHECK("other letters stay as they are", shows(a, S("حلب"), S("حلب")));
	CHECK("a control character is shown as one that is missing",
	      shows(a, S("a\0\x1b\x7f"), S("a\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd")));
	CHECK("a number has commas between thousands",
	      counts(a, 0, S("0")) && counts(a, 999, S("999")) && counts(a, 1000, S("1,000")) &&
		      counts(a, 1234567, S("1,234,567")) && counts(a, -999, S("-999")) &&
		      counts(a, -1000, S("-1,000")) &&
		      counts(a, INT64_MIN, S("-9,223,372,036,854,775,808")));
	CHECK("a page's text is escaped", strstr(str_z(a, page_message(a, S("<t>"), S("<x>"))),
						 "<h1>&lt;t&gt;</h1>\n<p>&lt;x&gt;"));
}

static void names(struct arena *a)
{
	static const char *const good[] = { "policy", "hq/vkey", "hq/tile/0/x001/234",
					    "hq/tile/entries/000.p/17",
					    "bulletin/2016-12-09.json" };
	static const char *const bad[] = { "",	   "/",	    "/policy", "hq/",  "hq//vkey", ".",
					   "..",   "../a",  "a/../b",  "a/..", ".a",	   "a/.b",
					   "a..b", "a%2fb", "a\\b",    "a b",  "a?b",	   "a\nb",
					   "~a",   "a:b",   "\xc3\xa4" };
	bool ok = true;

	for (size_t i = 0; i < sizeof good / sizeof *good; i++)
		ok = ok && public_name_ok(str_of(good[i]));
	CHECK("names that publishing gives are names", ok);
	ok = true;
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		ok = ok && !public_name_ok(str_of(bad[i]));
	CHECK("everything else is none", ok);
	CHECK("a name with a NUL is none", !public_name_ok(S("policy\0.json")));
	CHECK("nine segments are too many",
	      public_name_ok(S("1/2/3/4/5/6/7/8")) && !public_name_ok(S("1/2/3/4/5/6/7/8/9")));
	(void)a;
}

static void folders(struct arena *a)
{
	char dir[] = "/tmp/sulh-web-XXXXXX";
	struct public_file f = { 0 };
	struct err e = { 0 };
	char *out, *sub;

	if (!mkdtemp(dir)) {
		CHECK("a folder for trying", false);
		return;
	}
	out = str_z(a, str_fmt(a, "%s/public", dir));
	sub = str_z(a, str_fmt(a, "%s/hq", out));
	CHECK("files for trying",
	      os_mkdir(out, 0700, &e) && os_mkdir(sub, 0700, &e) &&
		      os_write(str_z(a, str_fmt(a, "%s/vkey", sub)), S("key"), 0600, &e) &&
		      os_write(str_z(a, str_fmt(a, "%s/half.tmp", sub)), S("k"), 0600, &e) &&
		      os_write(str_z(a, str_fmt(a, "%s/secret", dir)), S("no"), 0600, &e));
	CHECK("a link to a file outside", !symlink("../secret", str_z(a, str_fmt(a, "%s/l", out))));
	CHECK("a link to a folder", !symlink("hq", str_z(a, str_fmt(a, "%s/m", out))));
	CHECK("a link to the folder itself", !symlink("public", str_z(a, str_fmt(a, "%s/n", dir))));
	CHECK("a file is opened, with its size and type",
	      public_open(a, out, S("hq/vkey"), &f) && f.fd >= 0 && f.size == 3 && f.etag.len > 4 &&
		      !strcmp(f.type, "text/plain; charset=utf-8"));
	CHECK("a link is not followed", !public_open(a, out, S("l"), &f));
	CHECK("nor one to a folder", !public_open(a, out, S("m/vkey"), &f));
	CHECK("nor one in the place of the whole folder",
	      public_there(out) && !public_there(str_z(a, str_fmt(a, "%s/n", dir))) &&
		      !public_open(a, str_z(a, str_fmt(a, "%s/n", dir)), S("hq/vkey"), &f));
	CHECK("a folder is no file", !public_open(a, out, S("hq"), &f));
	CHECK("what is half written is not there", !public_open(a, out, S("hq/half.tmp"), &f));
	CHECK("a file is no folder", !public_open(a, out, S("hq/vkey/x"), &f));
	CHECK("all is put away", os_remove_tree(a, dir, &e));
}

int main(void)
{
	struct arena *a = arena_new(0);

	escaping(a);
	names(a);
	folders(a);
	arena_free(a);
	return done();
}
