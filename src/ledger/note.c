/*
 * See note.h. The readers parse strictly and then write what they understood: only where that gives
 * the very bytes they were handed is it accepted, so that no second spelling passes unseen.
 */
#include "ledger/note.h"

#include <limits.h>
#include <stdio.h>
#include <string.h>

#include <sodium.h>

#include "base/arena.h"
#include "base/num.h"
#include "base/utf8.h"
#include "ledger/key.h"
#include "base/banned.h"

#define DASH	   "\xe2\x80\x94 " /* an em dash and a space begin a signature line */
#define SIG_BYTES  64
#define TIME_BYTES 8

/* The first 4 bytes of SHA-256(name || "\n" || type || key). */
static void key_id(const struct note_vkey *k, uint8_t id[4])
{
	struct str parts[] = { k->name, S("\n"), str_mem(&k->type, 1),
			       str_mem(k->key, sizeof k->key) };
	struct hash h = hash_parts(parts, 4);

	memcpy(id, h.b, 4);
}

/* White_Space of Unicode, and the plus that parts the fields of a verifier key. */
static bool name_char_ok(int32_t c)
{
	return c > 0x20 && c != '+' && c != 0x7f && c != 0x85 && c != 0xa0 && c != 0x1680 &&
	       !(c >= 0x2000 && c <= 0x200a) && c != 0x2028 && c != 0x2029 && c != 0x202f &&
	       c != 0x205f && c != 0x3000;
}

static bool name_ok(struct str name)
{
	if (!name.len || !utf8_plain(name))
		return false;
	while (name.len)
		if (!name_char_ok(utf8_next(&name)))
			return false;
	return true;
}

void note_vkey_make(struct str name, const uint8_t pub[32], struct note_vkey *out)
{
	*out = (struct note_vkey){ .name = name, .type = NOTE_ED25519 };
	memcpy(out->key, pub, sizeof out->key);
	key_id(out, out->id);
}

void note_key_make(struct arena *a, struct str name, const uint8_t seed[32], struct note_skey *out)
{
	uint8_t pub[32];

	memcpy(out->seed, seed, sizeof out->seed);
	key_public(seed, pub);
	note_vkey_make(str_dup(a, name), pub, &out->vkey);
}

struct str note_vkey_text(struct arena *a, const struct note_vkey *k)
{
	uint8_t typed[1 + sizeof k->key] = { k->type };

	memcpy(typed + 1, k->key, sizeof k->key);
	return str_fmt(a, "%.*s+%.*s+%.*s", P(k->name), P(str_hex(a, k->id, sizeof k->id)),
		       P(str_base64(a, typed, sizeof typed)));
}

static bool vkey_wrong(struct err *e, struct str s, const char *why)
{
	return err_set(e, ERR_FALSE, "read verifier key \"%.*s\": %s",
		       (int)(s.len < 200 ? s.len : 200), s.s ? s.s : "", why);
}

bool note_vkey_read(struct arena *a, struct str s, struct note_vkey *k, struct err *e)
{
	struct str rest = s, name = str_cut(&rest, '+'), hex = str_cut(&rest, '+');
	uint8_t typed[1 + sizeof k->key], id[4];
	size_t n = sizeof typed;
	struct note_vkey v = { 0 };

	if (!utf8_plain(s))
		return vkey_wrong(e, S("..."), "it is no plain text");
	if (!name_ok(name))
		return vkey_wrong(e, s, "the name is empty or has a blank or control character");
	if (!hex_read(hex, v.id, sizeof v.id))
		return vkey_wrong(e, s, "the key id is not 8 digits of lower-case hex");
	if (!base64_read(rest, typed, &n) || n != sizeof typed)
		return vkey_wrong(e, s, "the key is not 33 bytes of base64");
	v.name = str_dup(a, name);
	v.type = typed[0];
	memcpy(v.key, typed + 1, sizeof v.key);
	if (v.type != NOTE_ED25519 && v.type != NOTE_COSIGNATURE)
		return vkey_wrong(e, s, "the key is of an unknown type");
	key_id(&v, id);
	if (memcmp(id, v.id, sizeof id))
		return vkey_wrong(e, s, "the key id does not fit the name and key");
	if (!crypto_core_ed25519_is_valid_point(v.key))
		return vkey_wrong(e, s, "the key is no point of Ed25519");
	if (!str_eq(note_vkey_text(a, &v), s))
		return vkey_wrong(e, s, "it is spelt otherwise than it would be written");
	*k = v;
	return true;
}

static void put_signature(struct arena *a, struct buf *b, const struct note_signature *sig)
{
	struct buf raw = { .a = a };

	buf_add(&raw, sig->id, sizeof sig->id);
	buf_str(&raw, sig->bytes);
	buf_fmt(b, DASH "%.*s %.*s\n", P(sig->name), P(str_base64(a, raw.p, raw.len)));
}

static struct str with_signature(struct arena *a, struct str text, const struct note_vkey *k,
				 const uint8_t bytes[SIG_BYTES])
{
	struct note_signature sig = { .name = k->name, .bytes = str_mem(bytes, SIG_BYTES) };
	struct buf b = { .a = a };

	memcpy(sig.id, k->id, sizeof sig.id);
	buf_str(&b, text);
	buf_byte(&b, '\n');
	put_signature(a, &b, &sig);
	return buf_text(&b);
}

struct str note_sign(struct arena *a, struct str text, const struct note_skey *k)
{
	uint8_t sig[SIG_BYTES];

	key_sign(k->seed, k->vkey.key, text, sig);
	return with_signature(a, text, &k->vkey, sig);
}

static bool sign_here(void *p, struct str text, uint8_t sig[64], struct err *e)
{
	const struct note_skey *k = p;

	(void)e;
	key_sign(k->seed, k->vkey.key, text, sig);
	return true;
}

struct note_signer note_signer_of(const struct note_skey *k)
{
	return (struct note_signer){ .vkey = k->vkey,
				     .sign = sign_here,
				     .p = (void *)(uintptr_t)k };
}

bool note_sign_by(struct arena *a, struct str text, const struct note_signer *by, struct str *out,
		  struct err *e)
{
	uint8_t sig[SIG_BYTES];

	if (!by->sign(by->p, text, sig, e))
		return false;
	*out = with_signature(a, text, &by->vkey, sig);
	return true;
}

static bool text_ok(struct str s)
{
	for (size_t i = 0; i < s.len; i++)
		if ((unsigned char)s.s[i] < 0x20 && s.s[i] != '\n')
			return false;
	return utf8_ok(s);
}

/* The length of the text: up to the newline before the last blank line. 0 where there is none. */
static size_t text_end(struct str s)
{
	for (size_t i = s.len; i >= 2; i--)
		if (s.s[i - 1] == '\n' && s.s[i - 2] == '\n')
			return i - 1;
	return 0;
}

/* "<dash> name base64" without its newline. */
static bool signature_read(struct arena *a, struct str line, struct note_signature *sig)
{
	struct str name;
	uint8_t *raw;
	size_t n = line.len;

	if (!str_starts(line, S(DASH)))
		return false;
	line = str_from(line, sizeof DASH - 1);
	name = str_cut(&line, ' ');
	raw = arena_alloc(a, n);
	if (!name_ok(name) || !base64_read(line, raw, &n) || n <= sizeof sig->id)
		return false;
	sig->name = name;
	memcpy(sig->id, raw, sizeof sig->id);
	sig->bytes = str_mem(raw + sizeof sig->id, n - sizeof sig->id);
	return true;
}

static bool same_signer(const struct note_signature *s, struct str name, const uint8_t id[4])
{
	return str_eq(s->name, name) && !memcmp(s->id, id, sizeof s->id);
}

static bool signatures_read(struct arena *a, struct str rest, struct note *n, struct err *e)
{
	while (rest.len) {
		struct note_signature *sig = &n->signatures[n->n];
		struct str line = str_cut(&rest, '\n');

		if (n->n == NOTE_SIGNATURES)
			return err_set(e, ERR_FALSE, "read note: more than %d signatures",
				       NOTE_SIGNATURES);
		if (!signature_read(a, line, sig))
			return err_set(e, ERR_FALSE, "read note: signature line %zu is malformed",
				       n->n + 1);
		for (size_t i = 0; i < n->n; i++)
			if (same_signer(&n->signatures[i], sig->name, sig->id))
				return err_set(e, ERR_FALSE,
					       "read note: two signatures by one key, %.*s",
					       P(sig->name));
		n->n++;
	}
	return true;
}

bool note_read(struct arena *a, struct str s, struct note *out, struct err *e)
{
	struct note n = { 0 };
	struct buf again = { .a = a };
	size_t end;

	if (s.len > NOTE_MAX)
		return err_set(e, ERR_FALSE, "read note: %zu bytes, at most %d are allowed", s.len,
			       NOTE_MAX);
	if (!s.len || s.s[s.len - 1] != '\n' || !text_ok(s))
		return err_set(e, ERR_FALSE, "read note: it is not lines of UTF-8 text");
	end = text_end(s);
	if (!end || end + 1 == s.len)
		return err_set(e, ERR_FALSE, "read note: no signature follows a blank line");
	n.text = str_mem(s.s, end);
	if (!signatures_read(a, str_from(s, end + 1), &n, e))
		return false;
	buf_str(&again, n.text);
	buf_byte(&again, '\n');
	for (size_t i = 0; i < n.n; i++)
		put_signature(a, &again, &n.signatures[i]);
	if (!str_eq(buf_text(&again), s))
		return err_set(e, ERR_FALSE,
			       "read note: it is spelt otherwise than it would be written");
	*out = n;
	return true;
}

/* C2SP tlog-cosignature: time as 8 bytes big-endian, and a signature over time and text. */
static bool cosignature_good(struct str text, struct str bytes, const uint8_t key[32])
{
	uint8_t msg[64 + NOTE_MAX];
	uint64_t time = 0;
	int head;

	if (bytes.len != TIME_BYTES + SIG_BYTES || text.len > NOTE_MAX)
		return false;
	for (int i = 0; i < TIME_BYTES; i++)
		time = time << 8 | (uint8_t)bytes.s[i];
	head = snprintf((char *)msg, 64, "cosignature/v1\ntime %llu\n", (unsigned long long)time);
	if (time > INT64_MAX || head < 0 || head >= 64)
		return false;
	memcpy(msg + head, text.s, text.len);
	return key_verify(key, str_mem(msg, (size_t)head + text.len),
			  (const uint8_t *)bytes.s + TIME_BYTES);
}

int note_check(const struct note *n, const struct note_vkey *k)
{
	for (size_t i = 0; i < n->n; i++) {
		const struct note_signature *s = &n->signatures[i];
		bool good = false;

		if (!same_signer(s, k->name, k->id))
			continue;
		if (k->type == NOTE_ED25519)
			good = s->bytes.len == SIG_BYTES &&
			       key_verify(k->key, n->text, (const uint8_t *)s->bytes.s);
		else if (k->type == NOTE_COSIGNATURE)
			good = cosignature_good(n->text, s->bytes, k->key);
		return good ? 1 : -1;
	}
	return 0;
}

struct str checkpoint_text(struct arena *a, const struct checkpoint *c)
{
	return str_fmt(a, "%.*s\n%llu\n%.*s\n", P(c->origin), (unsigned long long)c->size,
		       P(str_base64(a, c->root.b, sizeof c->root.b)));
}

/* Whether `text` is what checkpoint_text makes of c; written anew here because a reader has no
 * arena. */
static bool checkpoint_is(struct str text, const struct checkpoint *c)
{
	char root[sodium_base64_ENCODED_LEN(sizeof c->root.b, sodium_base64_VARIANT_ORIGINAL)];
	char tail[sizeof root + 32];
	int n;

	sodium_bin2base64(root, sizeof root, c->root.b, sizeof c->root.b,
			  sodium_base64_VARIANT_ORIGINAL);
	n = snprintf(tail, sizeof tail, "\n%llu\n%s\n", (unsigned long long)c->size, root);
	return n > 0 && (size_t)n < sizeof tail && str_starts(text, c->origin) &&
	       str_eq(str_from(text, c->origin.len), str_mem(tail, (size_t)n));
}

bool checkpoint_read(struct str text, struct checkpoint *c, struct err *e)
{
	struct str rest = text, origin = str_cut(&rest, '\n');
	struct str size = str_cut(&rest, '\n'), root = str_cut(&rest, '\n');
	struct checkpoint read = { .origin = origin };
	size_t n = sizeof read.root.b;
	int64_t count;

	if (!origin.len || !utf8_plain(origin))
		return err_set(e, ERR_FALSE, "read checkpoint: the first line names no log");
	if (!int_parse(size, 0, INT64_MAX, &count))
		return err_set(e, ERR_FALSE, "read checkpoint of %.*s: the second line is no size",
			       P(origin));
	if (!base64_read(root, read.root.b, &n) || n != sizeof read.root.b)
		return err_set(e, ERR_FALSE,
			       "read checkpoint of %.*s: the third line is no root hash",
			       P(origin));
	read.size = (uint64_t)count;
	if (!checkpoint_is(text, &read))
		return err_set(e, ERR_FALSE,
			       "read checkpoint of %.*s: it is not three lines in their one "
			       "spelling",
			       P(origin));
	*c = read;
	return true;
}

bool log_name_ok(struct str name)
{
	/* What stands beside the logs in a published folder. */
	if (!name.len || name.len > 32 || str_eq(name, S("bulletin")) ||
	    str_eq(name, S("policy")) || str_eq(name, S("definitions")))
		return false;
	for (size_t i = 0; i < name.len; i++) {
		char c = name.s[i];

		if (!(c >= 'a' && c <= 'z') && !(c >= '0' && c <= '9') && c != '-')
			return false;
	}
	return true;
}

struct str log_origin(struct arena *a, struct str log, struct str operation, unsigned n)
{
	return str_fmt(a, "%.*s.%.*s/log/%u", P(log), P(operation), n);
}

bool log_origin_read(struct str origin, struct str *log, struct str *operation, unsigned *n)
{
	struct str rest = origin, first = str_cut(&rest, '.'), second = str_cut(&rest, '/');
	struct str word = str_cut(&rest, '/');
	int64_t number;

	if (!log_name_ok(first) || !log_name_ok(second) || !str_eq(word, S("log")) ||
	    !int_parse(rest, 0, UINT_MAX, &number))
		return false;
	*log = first;
	*operation = second;
	*n = (unsigned)number;
	return true;
}

void log_id8(struct str origin, uint8_t out[8])
{
	struct hash h = hash_of(origin);

	memcpy(out, h.b, 8);
}
