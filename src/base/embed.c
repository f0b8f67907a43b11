/* Finds an embedded file by name. */
#include "base/embed.h"

#include <stdlib.h>
#include <string.h>

#include "base/banned.h"

static int compare(const void *name, const void *file)
{
	return strcmp(name, ((const struct embedded_file *)file)->name);
}

const struct embedded_file *embedded_find(const char *name)
{
	return bsearch(name, embedded_files, embedded_files_n, sizeof embedded_files[0], compare);
}
