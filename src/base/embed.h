/* The files the executable carries (example data, language tables), made into C by tools/embed.py. */
#ifndef SULH_BASE_EMBED_H
#define SULH_BASE_EMBED_H

#include <stddef.h>

/* `name` is the path from the project's root; `bytes` has a NUL behind it that `len` leaves out. */
struct embedded_file {
	const char *name;
	const unsigned char *bytes;
	size_t len;
};

/* Sorted bytewise by name. */
extern const struct embedded_file embedded_files[];
extern const size_t embedded_files_n;

/* The file of that name, or NULL. */
const struct embedded_file *embedded_find(const char *name);

#endif
