/* What the web server lets out: escaping, names of files, the folder it may read, addresses, pages it keeps. */
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/os.h"
#include "test.h"
#include "web/html.h"
#include "web/keep.h"
#include "web/public.h"
#include "web/view.h"
#include "base/banned.h"

static bool shows(struct arena *a, struct str in, struct str want)
{
	struct buf b = { .a = a };

	html_text(&b, in);
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
	CHECK("all is put away", os_remove_tree(dir, &e));
}

/* Pages that are kept. */

static const struct kept *put(struct keep *k, const char *key, struct str body)
{
	return keep_put(k, str_of(key), "text/html", body, false);
}

static void give(const struct kept *k)
{
	keep_give((void *)(uintptr_t)k);
}

static bool has(struct keep *k, const char *key, bool stale)
{
	const struct kept *p = keep_get(k, str_of(key), stale);

	if (p)
		give(p);
	return p;
}

static void keeping(struct arena *a)
{
	struct keep *k = keep_new(a, 200 * 1024);
	struct str big = str_mem(arena_alloc(a, 60 * 1024), 60 * 1024);
	const struct kept *one, *other;

	one = put(k, "one", S("first"));
	CHECK("what was put is what one gets",
	      one && str_eq(one->body, S("first")) && one->etag.len == 26 && !one->gzip.s);
	other = put(k, "one", S("second"));
	CHECK("another page in its place leaves the old one to who reads it",
	      one && other && str_eq(one->body, S("first")) && str_eq(other->body, S("second")) &&
		      !str_eq(one->etag, other->etag));
	give(one);
	give(other);
	give(put(k, "big", big));
	one = keep_get(k, S("big"), false);
	CHECK("a long page is kept compressed, too",
	      one && one->gzip.s && one->gzip.len < 1000 && !memcmp(one->gzip.s, "\x1f\x8b", 2));
	give(put(k, "b", big));
	(void)has(k, "one", false);
	give(put(k, "c", big));
	CHECK("no more bytes are kept than allowed", keep_used(k) <= 200 * 1024);
	CHECK("what was longest not asked for goes first",
	      !has(k, "big", true) && has(k, "one", false) && has(k, "b", false) &&
		      has(k, "c", false));
	CHECK("a page that is gone stays with who reads it",
	      one && one->body.len == 60 * 1024 && !memcmp(one->body.s, big.s, 60 * 1024));
	give(one);
	keep_turn(k);
	CHECK("after a turn pages are stale", !has(k, "c", false) && has(k, "c", true));
	give(put(k, "c", S("new")));
	CHECK("until they are made anew", has(k, "c", false));
	give(put(k, "huge", str_mem(arena_alloc(a, 300 * 1024), 300 * 1024)));
	CHECK("what is longer than all that is allowed is given and not kept",
	      !has(k, "huge", true) && keep_used(k) <= 200 * 1024);
	give(keep_put(k, S("front"), "text/html", big, true));
	for (int i = 0; i < 9; i++)
		give(keep_put(k, str_fmt(a, "endless/%d", i), "text/html", big, false));
	CHECK("endless addresses drive out only each other",
	      has(k, "front", false) && has(k, "endless/8", false) && !has(k, "endless/0", false) &&
		      keep_used(k) <= 200 * 1024);
	give(put(k, "huge", str_mem(arena_alloc(a, 300 * 1024), 300 * 1024)));
	CHECK("so does one that is longer than all that is allowed",
	      has(k, "front", false) && !has(k, "huge", true));
}

/* Addresses. */

static const char *routed(struct arena *a, const char *path, struct visit *v)
{
	const struct route *r;

	*v = (struct visit){ .a = a };
	r = route_find(v, str_of(path));
	return r ? r->path : "";
}

static void addresses(struct arena *a)
{
	static const char *const bad[] = { "bulletin",
					   "bulletin/",
					   "bulletin//2016-12-09",
					   "bulletin/2016-12-09/",
					   "/",
					   "nothing",
					   "Bulletins",

					   "figure/P%32",
					   "figure/%2e%2e",
					   "figure/P2/%00",
					   "figure/P2/%2F",
					   "figure/P2/%d8",
					   "figure/P2/%D8",
					   "figure/P2/%E2%80%AE",
					   "figure/P2/a%",
					   "figure/P2/a%4",
					   "figure/P2/a b",
					   "figure/P2/\xd8\xad",
					   "figure/P2/a?b",
					   "figure/P2/SY//x",
					   "figure/P2/SY/x/" };
	struct visit v;
	bool ok = true;

	CHECK("the front page has a route",
	      !strcmp(routed(a, "", &v), "") && route_find(&v, S("")));
	CHECK("what stands for a capital is an argument",
	      !strcmp(routed(a, "bulletin/2016-12-09", &v), "bulletin/DAY") && v.n_args == 1 &&
		      str_eq(v.arg[0], S("2016-12-09")));
	CHECK("what follows a dot is part of the pattern",
	      !strcmp(routed(a, "bulletin/2016-12-09.csv", &v), "bulletin/DAY.csv") &&
		      str_eq(v.arg[0], S("2016-12-09")));
	CHECK("percent signs are decoded once",
	      *routed(a, "figure/T1/SY/aid%20workers", &v) && v.n_args == 3 &&
		      str_eq(v.arg[2], S("aid workers")) &&
		      str_eq(v.path, S("figure/T1/SY/aid workers")) &&
		      *routed(a, "figure/T1/SY/a%2525", &v) && str_eq(v.arg[2], S("a%25")));
	CHECK("a detail may hold slashes",
	      *routed(a, "figure/S2/SY/a/b", &v) && str_eq(v.arg[2], S("a/b")));
	CHECK("Arabic comes through",
	      *routed(a, "figure/S2/SY/%D8%AD", &v) && str_eq(v.arg[2], S("\xd8\xad")));
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		if (*routed(a, bad[i], &v)) {
			printf("# %s has a route\n", bad[i]);
			ok = false;
		}
	CHECK("everything else has no route", ok);
	CHECK("an argument is no longer than allowed",
	      *routed(a, str_z(a, str_fmt(a, "figure/%0128d", 1)), &v) &&
		      !*routed(a, str_z(a, str_fmt(a, "figure/%0129d", 1)), &v));
	for (size_t i = 0; i < routes_n; i++)
		ok = ok && routes[i].load && (routes[i].html || routes[i].bytes) &&
		     !routes[i].bytes == !routes[i].type;
	CHECK("every route has what it needs", ok);
}

int main(void)
{
	struct arena *a = arena_new(0);

	escaping(a);
	names(a);
	folders(a);
	keeping(a);
	addresses(a);
	arena_free(a);
	return done();
}
