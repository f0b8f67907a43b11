/* See site.h. */
#include "web/site.h"

#include <errno.h>

#include "base/arena.h"
#include "base/json.h"
#include "web/asset.h"
#include "web/maker.h"
#include "web/press_sheet.h"
#include "web/public.h"
#include "web/tar.h"
#include "base/banned.h"

const struct str site_langs[] = { SC("en"), SC("ar") };
const size_t site_langs_n = sizeof site_langs / sizeof *site_langs;

_Static_assert(sizeof site_langs / sizeof *site_langs == LANG_COUNT, "in the order of enum lang");

struct site {
	const char *dir, *folder;
	struct maker *maker;
	struct tar *tar;
};

/* An address that is asked for, taken apart. */
struct asked {
	struct str path; /* without language, slash before it, and .json */
	bool lang_said;	 /* by the path */
	struct wanted w;
};

static struct str message_json(struct arena *a, int status, struct str title, struct str text)
{
	struct buf b = { .a = a };

	json_open(&b, '{');
	json_put_int(&b, "status", status);
	json_put_text(&b, "title", title);
	json_put_text(&b, "text", text);
	json_close(&b, '}');
	buf_byte(&b, '\n');
	return buf_text(&b);
}

static void answer_kept(const struct kept *k, struct http_answer *out)
{
	out->status = 200;
	out->type = k->type;
	out->body = k->body;
	out->gzip = k->gzip;
	out->etag = k->etag;
	out->release = keep_give;
	out->held = (void *)(uintptr_t)k;
}

/* Addresses. */

static bool lang_of(struct str code, enum lang *out)
{
	for (size_t i = 0; i < site_langs_n; i++)
		if (str_eq(code, site_langs[i])) {
			*out = (enum lang)i;
			return true;
		}
	return false;
}

/* What is there and cannot be opened now (too many files are open, a disk fails) is not taken for missing. */
static int not_opened(struct str name, int why)
{
	struct err e = { 0 };

	if (public_missing(why))
		return 404;
	errno = why;
	err_sys(&e, "read %.*s", P(name));
	return maker_trouble(&e);
}

static int answer_file(const struct site *s, struct arena *a, struct str name,
		       struct http_answer *out)
{
	struct public_file f;

	if (!public_name_ok(name))
		return 400;
	if (!public_open(a, s->folder, name, &f))
		return not_opened(name, errno);
	out->fd = f.fd;
	out->size = f.size;
	out->etag = f.etag;
	out->modified = f.modified;
	out->type = f.type;
	return 200;
}

static int answer_tar(struct site *s, struct arena *a, struct http_answer *out)
{
	struct err e = { 0 };
	int status = tar_answer(s->tar, a, out, &e);

	return status == 500 ? maker_trouble(&e) : status;
}

static int answer_sheet(struct site *s, struct http_answer *out)
{
	struct err e = { 0 };
	int status;

	maker_look(s->maker);
	status = press_sheet_answer(s->maker, s->folder, out, &e);
	return status == 500 ? maker_trouble(&e) : status;
}

static int answer_asset(struct str path, struct http_answer *out)
{
	const struct asset *f = asset_at(path);

	if (f)
		asset_answer(f, out);
	return f ? 200 : 404;
}

/* "2016-12-09" of "bulletin/2016-12-09.json": that file is published and comes as it is. */
static bool is_bulletin_file(struct str path)
{
	struct str rest = path, first = str_cut(&rest, '/');
	int64_t day;

	return str_eq(first, S("bulletin")) && str_ends(rest, S(".json")) &&
	       day_parse(str_mem(rest.s, rest.len - 5), &day);
}

/* /index.json: the newest bulletin's file. */
static int answer_newest(struct site *s, struct arena *a, struct http_answer *out)
{
	int64_t day = maker_newest(s->maker);

	return day == NO_DAY
		       ? 404
		       : answer_file(s, a, str_fmt(a, "bulletin/%.*s.json", P(day_text(a, day))),
				     out);
}

static void choose_shape(struct asked *q)
{
	if (str_eq(q->path, S("index.json"))) {
		q->path = S("");
		q->w.shape = SHAPE_JSON;
	} else if (str_ends(q->path, S(".json"))) {
		q->path.len -= 5;
		q->w.shape = SHAPE_JSON;
	}
}

/* Takes the language off the path. Where there is none, the reader's own stands. */
static void choose_lang(struct asked *q, struct str path)
{
	struct str rest = path, first = str_cut(&rest, '/');

	q->lang_said = lang_of(first, &q->w.lang);
	q->path = !q->lang_said ? path : rest.s ? rest : S("");
}

static int find_route(struct arena *a, struct asked *q)
{
	static const char *const shapes[] = { "html", "json", "bytes" };
	struct wanted *w = &q->w;

	w->visit.a = a;
	w->route = route_find(&w->visit, q->path);
	if (!w->route || (w->shape == SHAPE_JSON && !w->route->json))
		return 404;
	if (w->route->bytes)
		w->shape = SHAPE_BYTES;
	/* JSON has no language. */
	if (w->shape == SHAPE_JSON)
		w->lang = LANG_EN;
	w->visit.lang = w->lang;
	w->key = str_fmt(a, "%s %d %.*s", shapes[w->shape], (int)w->lang, P(q->path));
	return 200;
}

/* Every address there is. */
static int answer(struct site *s, struct arena *a, struct str path, struct asked *q,
		  struct http_answer *out)
{
	struct str rest = str_from(path, 1);
	const struct kept *k = NULL;
	int status;

	if (str_starts(rest, S("static/")))
		return answer_asset(path, out);
	if (str_eq(rest, S("public.tar")))
		return answer_tar(s, a, out);
	if (str_starts(rest, S("public/")))
		return answer_file(s, a, str_from(rest, 7), out);
	choose_lang(q, rest);
	if (is_bulletin_file(q->path))
		return answer_file(s, a, q->path, out);
	if (str_eq(q->path, S("press.csv")))
		return answer_sheet(s, out);
	/* While nothing is kept there is no file, and the page's JSON says so. */
	if (str_eq(q->path, S("press.json")) && answer_file(s, a, q->path, out) == 200)
		return 200;
	choose_shape(q);
	maker_look(s->maker);
	if (q->w.shape == SHAPE_JSON && !q->path.len)
		return answer_newest(s, a, out);
	status = find_route(a, q);
	if (status == 200)
		status = maker_page(s->maker, &q->w, &k);
	if (status != 200)
		return status;
	answer_kept(k, out);
	if (q->w.shape != SHAPE_JSON) {
		out->by_language = !q->lang_said;
		out->language = site_langs[q->w.lang].s;
	}
	return 200;
}

static void message(struct site *s, struct arena *a, const struct asked *q, int asked_status,
		    struct http_answer *out)
{
	const struct kept *k = NULL;
	struct str title, text;
	int status = maker_words(asked_status, &title, &text);

	*out = (struct http_answer){ .fd = -1 };
	if (q->w.shape == SHAPE_JSON) {
		out->type = "application/json";
		out->body = message_json(a, status, title, text);
	} else {
		k = maker_message(s->maker, q->w.lang, status);
		if (k) {
			answer_kept(k, out);
		} else {
			out->type = "text/plain; charset=utf-8";
			out->body = str_fmt(a, "%.*s. %.*s\n", P(title), P(text));
		}
		/* Not to be kept by anybody: it says how things are now. */
		out->etag = (struct str){ NULL, 0 };
		out->language = k ? site_langs[q->w.lang].s : NULL;
		out->by_language = !q->lang_said;
	}
	out->status = status;
	out->busy = status == 503;
}

void site_answer(void *p, struct arena *a, const struct http_request *r, struct http_answer *out)
{
	struct asked q = { .w.lang = r->lang < LANG_COUNT ? (enum lang)r->lang : LANG_EN };
	int status = r->status == 200 ? answer(p, a, r->path, &q, out) : r->status;

	if (status == 200)
		out->status = 200;
	else
		message(p, a, &q, status, out);
}

/* The front page, which also shows that pages can be made, and what is said when they cannot. */
static bool make_ahead(struct site *s, struct arena *a, enum lang lang, struct err *e)
{
	static const int said[] = { 400, 404, 405, 414, 421, 500, 503 };
	struct asked q = { .path = S(""), .w.lang = lang };
	const struct kept *k = NULL;
	int status = find_route(a, &q);

	if (status == 200)
		status = maker_page(s->maker, &q.w, &k);
	if (k)
		keep_give((void *)(uintptr_t)k);
	for (size_t i = 0; status == 200 && i < sizeof said / sizeof *said; i++) {
		k = maker_message(s->maker, lang, said[i]);
		if (k)
			keep_give((void *)(uintptr_t)k);
	}
	return status == 200 ||
	       err_set(e, ERR_FAILED, "serve %s: the front page cannot be made", s->dir);
}

struct site *site_open(struct arena *a, const char *dir, const struct clock *clock, struct err *e)
{
	struct site *s = arena_alloc(a, sizeof *s);

	s->dir = dir;
	s->folder = str_z(a, str_fmt(a, "%s/public", dir));
	s->maker = maker_open(a, dir, clock, e);
	if (!s->maker)
		return NULL;
	if (!public_there(s->folder)) {
		err_set(e, ERR_ATTENTION,
			"serve %s: nothing is published there yet; run `sulh --data %s publish %s`",
			s->folder, dir, s->folder);
		return NULL;
	}
	s->tar = tar_open(a, s->folder, e);
	if (!s->tar)
		return NULL;
	for (int lang = 0; lang < LANG_COUNT; lang++)
		if (!make_ahead(s, a, (enum lang)lang, e))
			return NULL;
	return s;
}
