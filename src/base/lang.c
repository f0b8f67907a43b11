/* See lang.h. */
#include "base/lang.h"

#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/time.h"
#include "base/banned.h"

static const struct {
	struct str code, dir, name;
	struct str months[12], weekdays[7]; /* from Sunday */
} langs[LANG_COUNT] = {
	[LANG_EN] = { SC("en"),
		      SC("ltr"),
		      SC("English"),
		      { SC("January"), SC("February"), SC("March"), SC("April"), SC("May"),
			SC("June"), SC("July"), SC("August"), SC("September"), SC("October"),
			SC("November"), SC("December") },
		      { SC("Sunday"), SC("Monday"), SC("Tuesday"), SC("Wednesday"), SC("Thursday"),
			SC("Friday"), SC("Saturday") } },
	[LANG_AR] = { SC("ar"),
		      SC("rtl"),
		      SC("العربية"),
		      { SC("كانون الثاني"), SC("شباط"), SC("آذار"), SC("نيسان"), SC("أيار"),
			SC("حزيران"), SC("تموز"), SC("آب"), SC("أيلول"), SC("تشرين الأول"),
			SC("تشرين الثاني"), SC("كانون الأول") },
		      { SC("الأحد"), SC("الاثنين"), SC("الثلاثاء"), SC("الأربعاء"), SC("الخميس"),
			SC("الجمعة"), SC("السبت") } },
};

struct str lang_code(enum lang lang)
{
	return langs[lang].code;
}

struct str lang_dir(enum lang lang)
{
	return langs[lang].dir;
}

struct str lang_name(enum lang lang)
{
	return langs[lang].name;
}

static bool day_ok(int64_t day)
{
	return day >= DAY_MIN && day <= DAY_MAX;
}

struct str lang_day(struct arena *a, enum lang lang, int64_t day)
{
	int y, m, d;

	if (!day_ok(day))
		return str_fmt(a, "%" PRId64, day);
	day_split(day, &y, &m, &d);
	return str_fmt(a, "%d %.*s %d", d, P(langs[lang].months[m - 1]), y);
}

struct str lang_weekday(struct arena *a, enum lang lang, int64_t day)
{
	struct str date = lang_day(a, lang, day), weekday;

	if (!day_ok(day))
		return date;
	weekday = langs[lang].weekdays[(day % 7 + 11) % 7]; /* 1970-01-01 was a Thursday */
	return str_fmt(a, "%.*s %.*s", P(weekday), P(date));
}

/* English months are cut to three letters; others are not cut. */
struct str lang_day_short(struct arena *a, enum lang lang, int64_t day)
{
	struct str month;
	int y, m, d;

	if (!day_ok(day))
		return lang_day(a, lang, day);
	day_split(day, &y, &m, &d);
	month = langs[lang].months[m - 1];
	if (lang == LANG_EN && month.len > 3)
		month.len = 3;
	return str_fmt(a, "%d %.*s", d, P(month));
}

struct str lang_number(struct arena *a, int64_t n)
{
	char digits[24];
	int len = snprintf(digits, sizeof digits, "%" PRIu64, n < 0 ? -(uint64_t)n : (uint64_t)n);
	struct buf b = { .a = a };

	buf_str(&b, n < 0 ? S("−") : S(""));
	for (int i = 0; i < len; i++) {
		if (i > 0 && (len - i) % 3 == 0)
			buf_byte(&b, ',');
		buf_byte(&b, (uint8_t)digits[i]);
	}
	return buf_text(&b);
}

static const struct lang_text *find(const char *id)
{
	size_t low = 0, high = lang_texts_n;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		int order = strcmp(lang_texts[middle].id, id);

		if (!order)
			return &lang_texts[middle];
		if (order < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return NULL;
}

struct str msg(enum lang lang, const char *text)
{
	const struct lang_text *t = lang == LANG_EN ? NULL : find(text);

	return str_of(t ? t->to[lang][0] : text);
}

/* Left-to-right letters within a right-to-left sentence. */
static bool latin(struct str s)
{
	for (size_t i = 0; i < s.len; i++)
		if ((s.s[i] >= 'a' && s.s[i] <= 'z') || (s.s[i] >= 'A' && s.s[i] <= 'Z'))
			return true;
	return false;
}

static void put(struct buf *b, enum lang lang, const struct msg_arg *x)
{
	bool apart = x->kind == 's' && lang == LANG_AR && latin(x->s);

	switch (x->kind) {
	case 's':
		buf_str(b, apart ? S("\xe2\x81\xa8") : S(""));
		buf_str(b, x->s);
		buf_str(b, apart ? S("\xe2\x81\xa9") : S(""));
		break;
	case 'n':
		buf_str(b, lang_number(b->a, x->n));
		break;
	case 'i':
		buf_fmt(b, "%" PRId64, x->n);
		break;
	case 'd':
		buf_str(b, lang_day(b->a, lang, x->n));
		break;
	default:
		assert(x->kind == 'D');
		buf_str(b, lang_weekday(b->a, lang, x->n));
	}
}

/* mkpage and mklang have compared placeholders and arguments; what C wrote by hand is caught here. */
static struct str fill(struct arena *a, enum lang lang, struct str format,
		       const struct msg_arg *args, size_t n)
{
	struct buf b = { .a = a };
	size_t next = 0;

	for (size_t i = 0; i < format.len; i++) {
		size_t at;

		if (format.s[i] != '%' || i + 1 == format.len) {
			buf_byte(&b, (uint8_t)format.s[i]);
			continue;
		}
		if (format.s[++i] == '%') {
			buf_byte(&b, '%');
			continue;
		}
		if (i + 2 < format.len && format.s[i + 1] == '$') {
			at = (size_t)(format.s[i] - '1');
			i += 2;
		} else {
			at = next++;
		}
		assert(at < n && args[at].kind == format.s[i]);
		put(&b, lang, &args[at]);
	}
	return buf_text(&b);
}

struct str msg_fmt(struct arena *a, enum lang lang, const char *text, const struct msg_arg *args,
		   size_t n)
{
	return fill(a, lang, msg(lang, text), args, n);
}

struct str msg_count(struct arena *a, enum lang lang, const char *one, const char *many,
		     const struct msg_arg *args, size_t n)
{
	const struct lang_text *t = lang == LANG_EN ? NULL : find(one);
	uint64_t count;

	assert(n > 0 && (args[0].kind == 'n' || args[0].kind == 'i'));
	count = args[0].n < 0 ? -(uint64_t)args[0].n : (uint64_t)args[0].n;
	if (t)
		return fill(a, lang, str_of(t->to[lang][lang_plural[lang](count)]), args, n);
	return fill(a, lang, str_of(count == 1 ? one : many), args, n);
}
