/* Officers beside what is recorded of them (enrol.c): which keys are not two people, as the rules put it together
 * (rule/part.c), what a key may do in the keyring, and passwords. */
#include "intake/commit.h"

#include <string.h>

#include "base/arena.h"
#include "intake/intake_int.h"
#include "intake/passwords.h"
#include "base/banned.h"

bool officers_same(struct reg *r, struct arena *a, const struct same_person **list, size_t *n,
		   struct err *e)
{
	struct same_person *out;
	struct store_same *said;

	if (!store_same(r->store, a, &said, n, e))
		return false;
	out = arena_array(a, *n + 1, sizeof *out);
	for (size_t i = 0; i < *n; i++) {
		out[i].relative = said[i].relative;
		memcpy(out[i].a, said[i].kid, sizeof out[i].a);
		memcpy(out[i].b, said[i].other, sizeof out[i].b);
	}
	*list = out;
	return true;
}

unsigned officer_rights(struct str roles)
{
	static const char readers[] = "screener,panel,authority,certificate_officer,case_worker,"
				      "protection,adjudicator,dpo",
			  auditors[] = "dpo,auditor,chief";
	unsigned rights = 0;

	while (roles.s) {
		struct str role = str_cut(&roles, ',');

		if (role_in(str_of(readers), role))
			rights |= KEYRING_MAY_READ;
		if (role_in(str_of(auditors), role))
			rights |= KEYRING_MAY_AUDIT;
	}
	return rights;
}

bool intake_password(struct reg *r, struct arena *a, struct str name, struct err *e)
{
	struct str old, password;

	return reg_unlock(r, e) && password_of(r, a, name, &old, e) &&
	       password_other(r, a, name, &password, e) &&
	       keys_officer_password(r->keys, name, old, password, e) &&
	       (password_keep(r, a, name, password, e) ||
		within(e, "the password is changed, but not in the file of passwords"));
}
