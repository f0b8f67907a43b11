/* See decode.h. */
#include "press/decode.h"

#include <iconv.h>
#include <string.h>
#include <uchardet/uchardet.h>

#include "base/arena.h"
#include "base/late.h"
#include "base/utf8.h"
#include "base/banned.h"

/* clang-format off */
#define CALLS(X) \
	X(uchardet_data_end) X(uchardet_delete) X(uchardet_get_charset) X(uchardet_handle_data) \
	X(uchardet_new)
/* clang-format on */
LATE(LATE_UCHARDET, CALLS)

#define GUESS	 65536 /* bytes that the guess at an encoding looks at */
#define HEAD	 4096  /* bytes in which a page names its encoding */
#define LETTER	 8     /* bytes of a character at most */
#define REPLACED "\xef\xbf\xbd"

/* A text while it is made. */
struct making {
	struct str in;
	struct buf out, raw;
	size_t wrong; /* characters that are none */
};

static void put(struct making *m, const char *s, size_t n, size_t from)
{
	uint32_t at = (uint32_t)from;

	buf_add(&m->out, s, n);
	for (size_t i = 0; i < n; i++)
		buf_add(&m->raw, &at, sizeof at);
}

static void put_wrong(struct making *m, size_t from)
{
	put(m, REPLACED, 3, from);
	m->wrong++;
}

static struct making making_of(struct arena *a, struct str in)
{
	return (struct making){ .in = in, .out = { .a = a }, .raw = { .a = a } };
}

static bool finish(struct making *m, struct str encoding, struct decoded *out)
{
	uint32_t end = (uint32_t)m->in.len;

	buf_add(&m->raw, &end, sizeof end);
	out->text = buf_text(&m->out);
	out->raw = (const uint32_t *)(const void *)m->raw.p;
	out->encoding = encoding;
	out->skip = 0;
	return utf8_ok(out->text);
}

/* ---- UTF-8 ---- */

/* UTF-8 with a few wrong bytes stays UTF-8. */
static bool mostly_utf8(struct str s)
{
	size_t wrong = 0, wide = 0;

	while (s.len) {
		struct str rest = s;

		if ((uint8_t)s.s[0] < 0x80) {
			s = str_from(s, 1);
		} else if (utf8_next(&rest) >= 0) {
			wide++;
			s = rest;
		} else {
			wrong++;
			s = str_from(s, 1);
		}
	}
	return wrong * 20 < wide;
}

static void mend(struct making *m, size_t at)
{
	struct str s = str_from(m->in, at);

	while (s.len) {
		struct str rest = s;
		bool ok = utf8_next(&rest) >= 0;
		size_t n = ok ? s.len - rest.len : 1, from = (size_t)(s.s - m->in.s);

		if (ok)
			put(m, s.s, n, from);
		else
			put_wrong(m, from);
		s = str_from(s, n);
	}
}

/* ---- UTF-16 and UTF-32 ---- */

static void put_char(struct making *m, uint32_t c, size_t from)
{
	char b[4];
	size_t n = 0;

	if (c < 0x80) {
		b[n++] = (char)c;
	} else if (c < 0x800) {
		b[n++] = (char)(0xc0 | c >> 6);
	} else if (c < 0x10000) {
		b[n++] = (char)(0xe0 | c >> 12);
		b[n++] = (char)(0x80 | (c >> 6 & 0x3f));
	} else {
		b[n++] = (char)(0xf0 | c >> 18);
		b[n++] = (char)(0x80 | (c >> 12 & 0x3f));
		b[n++] = (char)(0x80 | (c >> 6 & 0x3f));
	}
	if (c >= 0x80)
		b[n++] = (char)(0x80 | (c & 0x3f));
	put(m, b, n, from);
}

static uint32_t unit(struct str s, size_t at, size_t size, bool big)
{
	uint32_t c = 0;

	for (size_t i = 0; i < size; i++)
		c = c << 8 | (uint8_t)s.s[at + (big ? i : size - 1 - i)];
	return c;
}

static void wide(struct making *m, size_t at, size_t size, bool big)
{
	struct str s = m->in;

	while (at + size <= s.len) {
		uint32_t c = unit(s, at, size, big), low = 0;
		size_t from = at;

		at += size;
		if (size == 2 && c >= 0xd800 && c < 0xdc00 && at + 2 <= s.len)
			low = unit(s, at, 2, big);
		if (low >= 0xdc00 && low < 0xe000) {
			c = 0x10000 + ((c - 0xd800) << 10) + (low - 0xdc00);
			at += 2;
		}
		if ((c >= 0xd800 && c < 0xe000) || c > 0x10ffff)
			put_wrong(m, from);
		else
			put_char(m, c, from);
	}
	if (at < s.len)
		put_wrong(m, at);
}

/* ---- others, by iconv ---- */

static void close_iconv(void *p)
{
	(void)iconv_close(p);
}

static size_t one_char(iconv_t cd, char *in, size_t n, char out[16], size_t *left)
{
	char *to = out;
	size_t room = 16;

	*left = n;
	(void)iconv(cd, &in, left, &to, &room);
	return (size_t)(to - out);
}

/* As few bytes at a time as make a character, so that each knows where it came from. */
static bool convert(struct making *m, struct arena *a, struct str encoding)
{
	iconv_t cd = iconv_open("UTF-8", str_z(a, encoding));
	char *in = str_z(a, m->in);
	size_t at = 0;

	if (cd == (iconv_t)-1)
		return false;
	arena_defer(a, close_iconv, cd);
	while (at < m->in.len) {
		size_t most = m->in.len - at < LETTER ? m->in.len - at : LETTER, left = 0, n = 0;
		char out[16];

		for (size_t k = 1; k <= most; k++) {
			n = one_char(cd, in + at, k, out, &left);
			left = k - left; /* taken */
			if (n || left)
				break;
		}
		if (n)
			put(m, out, n, at);
		else if (!left)
			put_wrong(m, at);
		at += left ? left : 1;
	}
	return true;
}

/* ---- which ---- */

static void free_guess(void *p)
{
	lib.uchardet_delete(p);
}

/* By the letters, from where they are no longer those of all encodings. */
static bool guess(struct arena *a, struct str bytes, struct str *name, struct err *e)
{
	size_t at = 0;
	uchardet_t u;

	*name = S("");
	if (!late_load(&lib_late, e))
		return false;
	u = lib.uchardet_new();
	if (!u)
		return err_set(e, ERR_FAILED, "guess the encoding of a file: out of memory");
	arena_defer(a, free_guess, u);
	while (at < bytes.len && (uint8_t)bytes.s[at] < 0x80)
		at++;
	bytes = str_from(bytes, at > HEAD ? at - HEAD : 0);
	if (lib.uchardet_handle_data(u, bytes.s, bytes.len < GUESS ? bytes.len : GUESS) == 0) {
		lib.uchardet_data_end(u);
		*name = str_dup(a, str_of(lib.uchardet_get_charset(u)));
	}
	if (str_eq(*name, S("ASCII")))
		*name = S("");
	return true;
}

/* What a page says of itself: charset="..." or encoding="..." in its head. */
static struct str declared(struct str bytes)
{
	static const char *const words[] = { "charset=", "encoding=", NULL };

	if (bytes.len > HEAD)
		bytes.len = HEAD;
	for (const char *const *w = words; *w && bytes.len; w++) {
		const char *p = memmem(bytes.s, bytes.len, *w, strlen(*w));
		struct str name;
		size_t n = 0;

		if (!p || !memchr(bytes.s, '<', bytes.len))
			continue;
		name = str_from(bytes, (size_t)(p - bytes.s) + strlen(*w));
		while (name.len && (name.s[0] == '"' || name.s[0] == '\'' || name.s[0] == ' '))
			name = str_from(name, 1);
		while (n < name.len && n < 32 &&
		       (name.s[n] == '-' || name.s[n] == '_' ||
			(name.s[n] >= '0' && name.s[n] <= '9') ||
			((name.s[n] | 0x20) >= 'a' && (name.s[n] | 0x20) <= 'z')))
			n++;
		if (n)
			return str_mem(name.s, n);
	}
	return S("");
}

/* What pages say that never asked themselves; it is no help here. */
static bool is_latin(struct str name)
{
	char b[16] = { 0 };

	for (size_t i = 0; i < name.len && i + 1 < sizeof b; i++)
		b[i] = (char)(name.s[i] >= 'A' && name.s[i] <= 'Z' ? name.s[i] | 0x20 : name.s[i]);
	return !b[0] || strcmp(b, "iso-8859-1") == 0 || strcmp(b, "windows-1252") == 0 ||
	       strcmp(b, "us-ascii") == 0 || strcmp(b, "latin1") == 0 || strcmp(b, "utf-8") == 0 ||
	       strcmp(b, "utf8") == 0 || strncmp(b, "utf-16", 6) == 0;
}

static bool other(struct arena *a, struct str bytes, struct decoded *out, struct err *e)
{
	struct str said = declared(bytes), guessed, tries[3];
	size_t n = 0;

	if (!guess(a, bytes, &guessed, e))
		return false;
	if (!is_latin(said))
		tries[n++] = said;
	if (guessed.len)
		tries[n++] = str_eq(guessed, S("ISO-8859-1")) ? S("WINDOWS-1252") : guessed;
	tries[n++] = S("WINDOWS-1252");
	for (size_t i = 0; i < n; i++) {
		struct making m = making_of(a, bytes);

		/* What a page says may be wrong: then it has characters that are none. */
		if (convert(&m, a, tries[i]) && (i + 1 == n || m.wrong * 1000 <= bytes.len) &&
		    finish(&m, tries[i], out))
			return true;
	}
	return err_set(e, ERR_REFUSED, "a file that is no text in an encoding that is known");
}

/* Zero bytes at even and odd places: text of one script in UTF-16 without a mark has them in one of the two. */
static void count_zeros(struct str s, size_t zeros[2])
{
	zeros[0] = zeros[1] = 0;
	for (size_t i = s.len && memchr(s.s, '\0', s.len) ? 0 : s.len; i < s.len; i++)
		zeros[i & 1] += s.s[i] == '\0';
}

/* Control characters that texts do not have. */
static size_t count_signs(struct str s)
{
	size_t n = 0;

	for (size_t i = 0; i < s.len; i++)
		n += (uint8_t)s.s[i] < 0x20 && !(s.s[i] >= '\t' && s.s[i] <= '\r') &&
		     s.s[i] != 0x1b && s.s[i] != 0x1a;
	return n;
}

static bool starts(struct str s, const char *mark, size_t n)
{
	return s.len >= n && memcmp(s.s, mark, n) == 0;
}

/* The size of units and their order, and how many bytes the mark takes; 0: not so. */
static size_t wide_of(struct str s, size_t zeros[2], bool *big, size_t *mark)
{
	*big = false;
	*mark = 2;
	if (starts(s, "\xff\xfe\0\0", 4) || starts(s, "\0\0\xfe\xff", 4)) {
		*big = s.s[0] == '\0';
		*mark = 4;
		return 4;
	}
	if (starts(s, "\xff\xfe", 2) || starts(s, "\xfe\xff", 2)) {
		*big = (uint8_t)s.s[0] == 0xfe;
		return 2;
	}
	*mark = 0;
	*big = zeros[0] > zeros[1];
	return zeros[*big ? 0 : 1] * 20 >= s.len && zeros[*big ? 1 : 0] * 100 < s.len && s.len > 3
		       ? 2
		       : 0;
}

bool decode_bytes(struct arena *a, struct str bytes, struct decoded *out, struct err *e)
{
	struct making m = making_of(a, bytes);
	size_t zeros[2], mark, size, signs;
	bool big;

	*out = (struct decoded){ .text = bytes, .encoding = S("UTF-8") };
	count_zeros(bytes, zeros);
	size = wide_of(bytes, zeros, &big, &mark);
	signs = count_signs(bytes);
	if (!size && signs * 50 > bytes.len)
		return err_set(
			e, ERR_REFUSED,
			"a file that is no text: %zu of its %zu bytes are control characters",
			signs, bytes.len);
	if (!size && utf8_ok(bytes)) {
		out->skip = starts(bytes, "\xef\xbb\xbf", 3) ? 3 : 0;
		out->text = str_from(bytes, out->skip);
		return true;
	}
	if (bytes.len > DECODE_BYTES)
		return err_set(e, ERR_REFUSED,
			       "a file of %zu bytes that is not UTF-8; at most %zu are read",
			       bytes.len, DECODE_BYTES);
	if (size) {
		wide(&m, mark, size, big);
		return finish(&m, size == 4 ? S("UTF-32") : S("UTF-16"), out) &&
		       (m.wrong * 10 <= bytes.len ||
			err_set(e, ERR_REFUSED, "a file that is no text in UTF-%zu", size * 8));
	}
	if (mostly_utf8(bytes)) {
		mend(&m, starts(bytes, "\xef\xbb\xbf", 3) ? 3 : 0);
		return finish(&m, S("UTF-8"), out);
	}
	return other(a, bytes, out, e);
}
