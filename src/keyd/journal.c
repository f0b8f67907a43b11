/* See journal.h. */
#include "keyd/journal.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/num.h"
#include "base/os.h"
#include "base/time.h"
#include "ledger/key.h"
#include "ledger/keyring.h"
#include "base/banned.h"

#define MAGIC	     "sulh-journal-v1\n"
#define READ_MAX     ((int64_t)256 * 1024 * 1024) /* at once */
#define PURPOSE_MAX  24
#define RECENT_HOURS 25

/* An opening that rate limits may ask for. */
struct recent {
	int64_t time;
	uint8_t kid[4], subject[16];
	bool of_person;
	char purpose[PURPOSE_MAX + 1];
};

struct journal {
	struct arena *a;
	const char *path, *folder;
	uint8_t *key; /* in memory that is not swapped */
	int64_t size; /* of what was read; lines end here */
	int64_t n;
	uint8_t mac[32]; /* of the last line */
	struct recent *recent;
	size_t n_recent, room;
	struct opened {
		struct str name;
		int64_t n;
	} * logs;
	size_t n_logs, logs_room;
};

struct journal *journal_new(struct arena *a, const struct keyring *k, const char *dir,
			    struct err *e)
{
	struct journal *j = arena_alloc(a, sizeof *j);

	j->a = a;
	j->folder = str_z(a, str_fmt(a, "%s/keyring", dir));
	j->path = str_z(a, str_fmt(a, "%s/keyring/journal", dir));
	j->key = key_room(a, 32);
	if (!j->key) {
		err_set(e, ERR_FAILED, "open the journal: out of memory");
		return NULL;
	}
	keyring_key_for(k, S("journal"), j->key);
	return j;
}

static void line_mac(const struct journal *j, struct str front, uint8_t mac[32])
{
	const struct str parts[] = { str_mem(j->mac, 32), front };

	key_mac(str_mem(j->key, 32), parts, 2, mac);
}

/* What is far behind the newest is of no use to a limit. */
static void prune(struct journal *j, int64_t now)
{
	size_t kept = 0;

	for (size_t i = 0; i < j->n_recent; i++)
		if (j->recent[i].time > now - RECENT_HOURS * 3600)
			j->recent[kept++] = j->recent[i];
	j->n_recent = kept;
}

static void note_recent(struct journal *j, const struct journal_record *r)
{
	struct recent *x;

	if (j->n_recent == j->room)
		prune(j, r->time);
	j->recent = arena_more(j->a, j->recent, j->n_recent, &j->room, sizeof *j->recent);
	x = &j->recent[j->n_recent++];
	x->time = r->time;
	memcpy(x->kid, r->kid, 4);
	x->of_person = r->subject != NULL;
	if (r->subject)
		memcpy(x->subject, r->subject, sizeof x->subject);
	memset(x->purpose, 0, sizeof x->purpose);
	memcpy(x->purpose, r->purpose.s, r->purpose.len);
}

/* Takes a record up that stands in the file, with the mac and the length of its line. */
static void take_up(struct journal *j, const struct journal_record *r, const uint8_t mac[32],
		    size_t len)
{
	size_t i = 0;

	memcpy(j->mac, mac, 32);
	j->size += (int64_t)len;
	j->n++;
	note_recent(j, r);
	while (i < j->n_logs && !str_eq(j->logs[i].name, r->log))
		i++;
	if (i == j->n_logs) {
		j->logs = arena_more(j->a, j->logs, j->n_logs, &j->logs_room, sizeof *j->logs);
		j->logs[j->n_logs++] = (struct opened){ str_dup(j->a, r->log), 0 };
	}
	j->logs[i].n++;
}

static struct str none_if_dash(struct str s)
{
	return str_eq(s, S("-")) ? S("") : s;
}

/* One line without its newline; false where it is none. */
static bool line_read(const struct journal *j, struct str line, struct journal_record *r,
		      uint8_t subject[16], uint8_t mac[32])
{
	struct str rest = line, n = str_cut(&rest, ' '), time = str_cut(&rest, ' '),
		   kid = str_cut(&rest, ' '), purpose = str_cut(&rest, ' '),
		   log = str_cut(&rest, ' '), of = str_cut(&rest, ' ');
	uint8_t want[32];
	struct instant t;

	if (!rest.s || line.len < 66 || !hex_read(rest, mac, 32))
		return false;
	line_mac(j, str_mem(line.s, line.len - 65), want);
	if (!key_eq(want, mac, 32) || !int_parse(n, 1, INT64_MAX, &r->n) || r->n != j->n + 1 ||
	    !instant_parse(time, &t) || !hex_read(kid, r->kid, 4) || purpose.len > PURPOSE_MAX)
		return false;
	r->time = t.s;
	r->purpose = purpose;
	r->log = none_if_dash(log);
	r->subject = NULL;
	if (!none_if_dash(of).len)
		return true;
	r->subject = subject;
	return hex_read(of, subject, 16);
}

static bool changed(const struct journal *j, struct err *e)
{
	return err_set(e, ERR_ATTENTION,
		       "%s: line %lld is not as it was written: nothing sealed is opened until it "
		       "is put back from a backup",
		       j->path, (long long)j->n + 1);
}

/* The lines of `text`, which stands at j->size. */
static bool read_lines(struct journal *j, struct str text,
		       bool (*fn)(void *p, const struct journal_record *r), void *p, struct err *e)
{
	if (!j->size && text.len) {
		if (!str_starts(text, S(MAGIC)))
			return text.len < sizeof MAGIC - 1 || changed(j, e);
		j->size = sizeof MAGIC - 1;
		text = str_from(text, sizeof MAGIC - 1);
	}
	while (text.len) {
		struct str rest = text, line = str_cut(&rest, '\n');
		struct journal_record r;
		uint8_t subject[16], mac[32];

		if (!rest.s) /* it was never finished, so nothing was released on its ground */
			return true;
		if (!line_read(j, line, &r, subject, mac))
			return changed(j, e);
		take_up(j, &r, mac, line.len + 1);
		if (fn && !fn(p, &r))
			return false;
		text = rest;
	}
	return true;
}

static bool read_on(struct journal *j, int fd, bool (*fn)(void *p, const struct journal_record *r),
		    void *p, struct err *e)
{
	struct arena *a;
	struct stat st;
	char *text;
	ssize_t got;
	bool ok;

	if (fstat(fd, &st))
		return err_sys(e, "read %s", j->path);
	if (st.st_size < j->size)
		return err_set(e, ERR_ATTENTION,
			       "%s is shorter than it was: put it back from a backup", j->path);
	if (st.st_size == j->size)
		return true;
	if (st.st_size - j->size > READ_MAX)
		return err_set(e, ERR_FAILED, "read %s: it is too long", j->path);
	a = arena_new(0);
	if (!a || setjmp(*arena_guard(a))) {
		arena_free(a);
		return err_set(e, ERR_FAILED, "read %s: out of memory", j->path);
	}
	text = arena_alloc(a, (size_t)(st.st_size - j->size));
	got = pread(fd, text, (size_t)(st.st_size - j->size), (off_t)j->size);
	ok = got == st.st_size - j->size || err_sys(e, "read %s", j->path);
	ok = ok && read_lines(j, str_mem(text, (size_t)got), fn, p, e);
	arena_free(a);
	return ok;
}

bool journal_read(struct journal *j, bool (*fn)(void *p, const struct journal_record *r), void *p,
		  struct err *e)
{
	int fd = open(j->path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
	bool ok;

	if (fd < 0 && errno == ENOENT)
		return !j->size ||
		       err_set(e, ERR_ATTENTION, "%s is gone: put it back from a backup", j->path);
	if (fd < 0)
		return err_sys(e, "read %s", j->path);
	ok = read_on(j, fd, fn, p, e);
	close(fd);
	return ok;
}

/* The line with this number, behind one with this mac, which becomes its own. */
static void line_put(const struct journal *j, const struct journal_record *r, int64_t n,
		     struct buf *line, uint8_t mac[32])
{
	struct str parts[] = { str_mem(mac, 32), S("") };
	struct arena *a = line->a;
	struct str time = instant_text(a, (struct instant){ r->time, 0 }),
		   subject = r->subject ? str_hex(a, r->subject, 16) : S("-");

	buf_fmt(line, "%lld %.*s %.*s %.*s %.*s %.*s", (long long)n, P(time),
		P(str_hex(a, r->kid, 4)), P(r->purpose), P(r->log.len ? r->log : S("-")),
		P(subject));
	parts[1] = buf_text(line);
	key_mac(str_mem(j->key, 32), parts, 2, mac);
	buf_fmt(line, " %.*s\n", P(str_hex(a, mac, 32)));
}

static bool write_all(int fd, struct str s, int64_t at)
{
	errno = ENOSPC; /* what a short write means */
	return pwrite(fd, s.s, s.len, (off_t)at) == (ssize_t)s.len && !fsync(fd);
}

/* Behind what was read, where anything that stands there was never finished. */
static bool append(struct journal *j, int fd, struct arena *a, const struct journal_record *list,
		   size_t n, struct err *e)
{
	struct buf *lines = arena_array(a, n, sizeof *lines), all = { .a = a };
	uint8_t(*macs)[32] = arena_array(a, n, sizeof *macs);
	bool first = !j->size;

	buf_str(&all, first ? S(MAGIC) : S(""));
	for (size_t i = 0; i < n; i++) {
		lines[i] = (struct buf){ .a = a };
		memcpy(macs[i], i ? macs[i - 1] : j->mac, 32);
		line_put(j, &list[i], j->n + 1 + (int64_t)i, &lines[i], macs[i]);
		buf_str(&all, buf_text(&lines[i]));
	}
	if (ftruncate(fd, (off_t)j->size) || !write_all(fd, buf_text(&all), j->size)) {
		err_sys(e, "write %s", j->path);
		(void)!ftruncate(fd, (off_t)j->size);
		return false;
	}
	if (first && !os_sync(j->folder, e))
		return false;
	j->size += first ? (int64_t)sizeof MAGIC - 1 : 0;
	for (size_t i = 0; i < n; i++)
		take_up(j, &list[i], macs[i], lines[i].len);
	return true;
}

bool journal_add(struct journal *j, const struct journal_record *list, size_t n, struct err *e)
{
	struct arena *a = arena_new(0);
	int fd = a ? open(j->path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600) : -1;
	bool ok;

	if (fd < 0) {
		err_sys(e, "write %s", j->path);
		arena_free(a);
		return false;
	}
	if (setjmp(*arena_guard(a)))
		ok = err_set(e, ERR_FAILED, "write %s: out of memory", j->path);
	else
		ok = (!flock(fd, LOCK_EX) || err_sys(e, "lock %s", j->path)) &&
		     read_on(j, fd, NULL, NULL, e) && append(j, fd, a, list, n, e);
	close(fd);
	arena_free(a);
	return ok || within(e, "journal an opening: nothing is opened");
}

int64_t journal_of_log(const struct journal *j, struct str log)
{
	for (size_t i = 0; i < j->n_logs; i++)
		if (str_eq(j->logs[i].name, log))
			return j->logs[i].n;
	return 0;
}

size_t journal_since(const struct journal *j, const uint8_t kid[4], int64_t since, struct str begin,
		     bool with)
{
	size_t n = 0;

	for (size_t i = 0; i < j->n_recent; i++)
		n += j->recent[i].time >= since && !memcmp(j->recent[i].kid, kid, 4) &&
		     str_starts(str_of(j->recent[i].purpose), begin) == with;
	return n;
}

static int by_subject(const void *a, const void *b)
{
	return memcmp(*(const uint8_t *const *)a, *(const uint8_t *const *)b, 16);
}

size_t journal_persons(const struct journal *j, struct arena *a, const uint8_t kid[4],
		       int64_t since, struct str begin, const struct journal_record *more, size_t n)
{
	const uint8_t **list = arena_array(a, j->n_recent + n + 1, sizeof *list);
	size_t found = 0, persons = 0;

	for (size_t i = 0; i < j->n_recent; i++) {
		const struct recent *x = &j->recent[i];

		if (x->time >= since && x->of_person && !memcmp(x->kid, kid, 4) &&
		    str_starts(str_of(x->purpose), begin))
			list[found++] = x->subject;
	}
	for (size_t i = 0; i < n; i++)
		list[found++] = more[i].subject;
	qsort(list, found, sizeof *list, by_subject);
	for (size_t i = 0; i < found; i++)
		persons += !i || memcmp(list[i - 1], list[i], 16) != 0;
	return persons;
}

static bool is_one_of(const uint8_t *const *list, size_t n, const uint8_t subject[16])
{
	for (size_t i = 0; i < n; i++)
		if (!memcmp(list[i], subject, 16))
			return true;
	return false;
}

size_t journal_ends(const struct journal *j, const uint8_t kid[4], int64_t since, struct str begin,
		    const uint8_t but[2][16])
{
	const uint8_t *found[JOURNAL_ENDS + 2] = { but[0], but[1] };
	size_t n = 2;

	for (size_t i = 0; i < j->n_recent && n < JOURNAL_ENDS + 2; i++) {
		const struct recent *x = &j->recent[i];

		if (x->time >= since && x->of_person && !memcmp(x->kid, kid, 4) &&
		    !memcmp(x->subject, but[0], 8) && str_starts(str_of(x->purpose), begin) &&
		    !is_one_of(found, n, x->subject))
			found[n++] = x->subject;
	}
	return n - 2;
}

static int by_end(const void *a, const void *b)
{
	const uint8_t *x = *(const uint8_t *const *)a, *y = *(const uint8_t *const *)b;
	int end = memcmp(x + 8, y + 8, 8);

	return end ? end : memcmp(x, y, 8);
}

size_t journal_alike(const struct journal *j, struct arena *a, const uint8_t kid[4], int64_t since,
		     struct str begin)
{
	const uint8_t **list = arena_array(a, j->n_recent + 1, sizeof *list);
	size_t found = 0, run = 0, most = 0;

	for (size_t i = 0; i < j->n_recent; i++) {
		const struct recent *x = &j->recent[i];

		if (x->time >= since && x->of_person && !memcmp(x->kid, kid, 4) &&
		    str_starts(str_of(x->purpose), begin))
			list[found++] = x->subject;
	}
	qsort(list, found, sizeof *list, by_end);
	for (size_t i = 0; i < found; i++) {
		bool same = i && !memcmp(list[i - 1] + 8, list[i] + 8, 8);

		run = same ? run + (memcmp(list[i - 1], list[i], 8) != 0) : 1;
		most = run > most ? run : most;
	}
	return most;
}

bool journal_opened(const struct journal *j, const uint8_t kid[4], const uint8_t subject[16],
		    struct str purpose, int64_t since)
{
	for (size_t i = j->n_recent; i-- > 0;) {
		const struct recent *x = &j->recent[i];

		if (x->time >= since && x->of_person && !memcmp(x->kid, kid, 4) &&
		    !memcmp(x->subject, subject, 16) && str_eq(str_of(x->purpose), purpose))
			return true;
	}
	return false;
}
