/*
 * Backup and restore of a register: a folder with its files and `backup.manifest`, which names each with its
 * size and SHA-256. The marks of what was signed (signed.hwm) are left out: after a restore nobody
 * knows what was signed since, so its logs are only read until `sulh log resume`. A pass_file is left
 * out, too: a backup with the passphrase beside it would protect nothing; and so are names that other registers gave, which
 * nobody may hold after their day (exchange_take.h).
 */
#ifndef SULH_INTAKE_BACKUP_H
#define SULH_INTAKE_BACKUP_H

#include "intake/register.h"
#include "ledger/hash.h"

struct backup_report {
	size_t files;
	int64_t bytes;
	bool listed; /* of a restored one: it is known who was erased since */
};

/* A line of a manifest. */
struct backup_file {
	struct str name;
	struct hash hash;
	int64_t size;
};

/* The manifest of the backup in the folder `from` (for what it says only): names of files that a register has,
 * below its folder. Anything else is ERR_FALSE with its line. */
bool backup_manifest_read(struct arena *a, const char *from, struct str text,
			  struct backup_file **files, size_t *n, struct err *e);

/* Writes the register, which is open for writing so that nobody else writes, to the new folder `out`. ERR_REFUSED
 * where something stands there; ERR_ATTENTION or ERR_FALSE where the database or a sealed object is damaged.
 * What is half made is removed. */
bool backup_make(struct reg *r, struct arena *a, const char *out, struct backup_report *report,
		 struct err *e);

/* Checks every file of the backup against its manifest (ERR_FALSE names what differs), then makes the new
 * folder `dir` of it. Nothing is left where it fails. Whom it has to forget before it gives anybody's secret (erase.h)
 * says the file `erasures`, or where that is NULL the one beside the backup. */
bool backup_restore(struct arena *a, const char *from, const char *dir, const char *erasures,
		    struct backup_report *report, struct err *e);

#endif
