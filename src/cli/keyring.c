/* keyring share: two of three open the keyring. */
#include <inttypes.h>

#include "base/os.h"
#include "cli/commands.h"
#include "intake/register.h"
#include "base/banned.h"

static bool hand_out(struct cli *c, struct reg *r, const char *dir, struct err *e)
{
	struct str shares[KEYRING_SHARES];

	if (!keys_share(r->keys, c->a, c->args, shares, e))
		return false;
	for (size_t i = 0; i < KEYRING_SHARES; i++) {
		const char *path = str_z(c->a, str_fmt(c->a, "%s/share-%zu", dir, i + 1));

		if (!os_write(path, str_fmt(c->a, "%.*s\n", P(shares[i])), 0600, e))
			return false;
		cli_say(c, "%s is for %.*s.\n", path, P(cli_plain(c->a, c->args[i])));
	}
	return true;
}

bool cli_keyring_share(struct cli *c, struct err *e)
{
	struct str out = cli_option(c, "out");
	const char *dir = out.s ? str_z(c->a, out) : NULL;
	struct err other;
	struct reg *r;

	if (c->n != KEYRING_SHARES || !dir)
		return err_set(e, ERR_USAGE,
			       "keyring share: give three names and --out with a new folder");
	if (os_type(dir) != OS_MISSING)
		return err_set(e, ERR_REFUSED, "%s exists already; give a folder that does not",
			       dir);
	r = cli_register(c, true, e);
	/* The folder first: with new shares the earlier ones are nothing, and these have to go somewhere. */
	if (!r || !reg_unlock(r, e) || !os_mkdir(dir, 0700, e))
		return false;
	if (!hand_out(c, r, dir, e)) {
		(void)os_remove_tree(dir, &other);
		return false;
	}
	cli_say(c, "Any two of them open this keyring without its passphrase: give each to its "
		   "holder on a medium of his or her own, then remove the folder. Earlier shares "
		   "open nothing any more, but for a backup from before.\n");
	return true;
}
