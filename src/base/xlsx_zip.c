/* The zip around a workbook (xlsx.h): parts by name, unpacked within limits whatever the directory of
 * the zip says of their sizes. */
#include "base/xlsx.h"

#include <zip.h>

#include "base/arena.h"
#include "base/late.h"
#include "base/banned.h"

/* clang-format off */
#define CALLS(X) \
	X(zip_discard) X(zip_error_code_zip) X(zip_error_fini) X(zip_error_init) X(zip_fclose) \
	X(zip_fopen_index) X(zip_fread) X(zip_get_num_entries) X(zip_name_locate) \
	X(zip_open_from_source) X(zip_source_buffer_create) X(zip_source_free) X(zip_stat_index) \
	X(zip_stat_init)
/* clang-format on */
LATE(LATE_ZIP, CALLS)

struct opened {
	zip_t *zip;
	size_t read; /* bytes unpacked so far */
};

static bool stat_part(const struct opened *z, struct str name, zip_uint64_t at, zip_stat_t *st,
		      struct err *e)
{
	const zip_uint64_t known = ZIP_STAT_SIZE | ZIP_STAT_COMP_SIZE | ZIP_STAT_COMP_METHOD |
				   ZIP_STAT_ENCRYPTION_METHOD;

	lib.zip_stat_init(st);
	if (lib.zip_stat_index(z->zip, at, 0, st) || (st->valid & known) != known)
		return err_set(e, ERR_REFUSED, "read XLSX: the zip does not say how large %.*s is",
			       P(name));
	if (st->encryption_method != ZIP_EM_NONE)
		return err_set(e, ERR_REFUSED,
			       "read XLSX: %.*s is encrypted; save the file without a password",
			       P(name));
	if (st->comp_method != ZIP_CM_STORE && st->comp_method != ZIP_CM_DEFLATE)
		return err_set(e, ERR_REFUSED,
			       "read XLSX: %.*s is packed in a way that no "
			       "spreadsheet is",
			       P(name));
	if (st->size > XLSX_PART || st->size > XLSX_ALL - z->read)
		return err_set(e, ERR_REFUSED,
			       "read XLSX: %.*s is too large, or all parts together are (at most "
			       "%zu MiB, %zu MiB); divide the file",
			       P(name), XLSX_PART >> 20, XLSX_ALL >> 20);
	if (st->size > (1 << 20) && st->size / XLSX_RATIO > st->comp_size)
		return err_set(e, ERR_REFUSED,
			       "read XLSX: %.*s grows to more than %d times its size when it is "
			       "unpacked, as no spreadsheet does",
			       P(name), XLSX_RATIO);
	return true;
}

/* One byte more than announced is asked for, so that a part that is longer is seen. */
static bool unpack(struct arena *a, struct opened *z, struct str name, zip_uint64_t at,
		   struct str *bytes, struct err *e)
{
	zip_file_t *f;
	zip_stat_t st;
	uint8_t *p;
	size_t n = 0;
	zip_int64_t got = 1;

	if (!stat_part(z, name, at, &st, e))
		return false;
	p = arena_alloc(a, (size_t)st.size + 1);
	f = lib.zip_fopen_index(z->zip, at, 0);
	while (f && got > 0 && n <= st.size) {
		got = lib.zip_fread(f, p + n, st.size + 1 - n);
		n += got > 0 ? (size_t)got : 0;
	}
	if (!f || lib.zip_fclose(f) || got < 0 || n != st.size)
		return err_set(e, ERR_REFUSED,
			       "read XLSX: %.*s cannot be unpacked: the file is damaged or cut off",
			       P(name));
	z->read += n;
	*bytes = str_mem(p, n);
	return true;
}

static bool get(void *p, struct arena *a, struct str name, struct str *bytes, struct err *e)
{
	struct opened *z = p;
	zip_int64_t at = lib.zip_name_locate(z->zip, str_z(a, name), 0);

	if (at < 0)
		return err_set(e, ERR_NOTHING, "read XLSX: the part %.*s is missing", P(name));
	return unpack(a, z, name, (zip_uint64_t)at, bytes, e);
}

static void discard(void *p)
{
	struct opened *z = p;

	if (z->zip)
		lib.zip_discard(z->zip);
	z->zip = NULL;
}

static bool open_zip(struct opened *z, struct str bytes, struct err *e)
{
	zip_error_t why;
	zip_source_t *source;

	if (!late_load(&lib_late, e))
		return false;
	lib.zip_error_init(&why);
	source = bytes.len ? lib.zip_source_buffer_create(bytes.s, bytes.len, 0, &why) : NULL;
	if (source)
		z->zip = lib.zip_open_from_source(source, ZIP_RDONLY, &why);
	if (!z->zip) {
		bool memory = lib.zip_error_code_zip(&why) == ZIP_ER_MEMORY;

		if (source)
			lib.zip_source_free(source);
		lib.zip_error_fini(&why);
		return memory ? err_set(e, ERR_FAILED, "read XLSX: out of memory")
			      : err_set(e, ERR_REFUSED,
					"read XLSX: the file is no zip, or it is cut off");
	}
	lib.zip_error_fini(&why);
	if (lib.zip_get_num_entries(z->zip, 0) > XLSX_ENTRIES)
		return err_set(e, ERR_REFUSED, "read XLSX: more than %d parts", XLSX_ENTRIES);
	return true;
}

bool xlsx_read(struct arena *a, struct str bytes, struct str sheet, struct xlsx *out, struct err *e)
{
	struct opened *z = arena_alloc(a, sizeof *z);
	const struct xlsx_parts from = { get, z };
	bool ok;

	if (bytes.len > XLSX_MAX)
		return err_set(e, ERR_REFUSED, "read XLSX: longer than %zu MiB; divide the file",
			       XLSX_MAX >> 20);
	if (str_starts(bytes, S("\xd0\xcf\x11\xe0")))
		return err_set(e, ERR_REFUSED,
			       "read XLSX: the file has a password or is of an older form (.xls); "
			       "save it as .xlsx without a password");
	arena_defer(a, discard, z);
	ok = open_zip(z, bytes, e) && xlsx_read_parts(a, &from, sheet, out, e);
	discard(z);
	return ok;
}
