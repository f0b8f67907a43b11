/* backup and restore of a register. */
#include "intake/backup.h"

#include <inttypes.h>

#include "base/os.h"
#include "cli/commands.h"
#include "intake/erase.h"
#include "base/banned.h"

bool cli_backup(struct cli *c, struct err *e)
{
	struct backup_report report;
	struct reg *r;

	if (c->n != 1)
		return err_set(e, ERR_USAGE, "backup: give the folder to write");
	/* Nobody else may write meanwhile. */
	r = cli_register(c, true, e);
	if (!r || !backup_make(r, c->a, str_z(c->a, c->args[0]), &report, e))
		return false;
	cli_say(c,
		"Backed up %zu files, %" PRId64 " bytes, to %.*s.\nThe passphrase is not in it: "
		"without it the backup cannot be opened.\n",
		report.files, report.bytes, P(c->args[0]));
	json_put_int(&c->result, "files", (int64_t)report.files);
	json_put_int(&c->result, "bytes", report.bytes);
	return true;
}

/* Where the passphrase is at hand, who was erased is forgotten at once. */
static bool forget(struct cli *c, const char *dir, bool listed, size_t *n, bool *done,
		   struct err *e)
{
	struct pass_source pass;
	struct str text;
	struct reg *r;

	*done = false;
	if (!listed || !cli_pass(c, &pass, e))
		return !listed;
	if (pass.fd < 0 && !pass.file)
		return true;
	*done = true;
	r = reg_open(c->a, dir, true, &pass, &c->clock, e);
	return r && os_read(c->a, erase_replay_path(c->a, dir), ERASURES_MAX, &text, e) &&
	       erase_replay(r, text, n, e);
}

bool cli_restore(struct cli *c, struct err *e)
{
	struct str erasures = cli_option(c, "erasures");
	struct backup_report report;
	size_t n = 0;
	char *dir;
	bool done;

	if (c->n != 2)
		return err_set(e, ERR_USAGE, "restore: give the backup and the folder to make");
	dir = str_z(c->a, c->args[1]);
	if (!backup_restore(c->a, str_z(c->a, c->args[0]), dir,
			    erasures.s ? str_z(c->a, erasures) : NULL, &report, e) ||
	    !forget(c, dir, report.listed, &n, &done, e))
		return false;
	cli_say(c,
		"Restored %zu files to %.*s.\nIts logs are only read until `sulh log resume NAME "
		"--checkpoint FILE` is given the newest checkpoint that anybody holds of each.\n",
		report.files, P(c->args[1]));
	if (done)
		cli_say(c, "Forgotten: %zu of who was erased since the backup.\n", n);
	else
		cli_say(c,
			"Nobody's sealed record opens before `sulh erase replay%s` has made it "
			"forget who was erased since the backup.\n",
			report.listed ? "" : " FILE");
	json_put_int(&c->result, "files", (int64_t)report.files);
	json_put_int(&c->result, "bytes", report.bytes);
	json_put_bool(&c->result, "forgotten", done);
	return true;
}
