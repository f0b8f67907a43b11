/* bench */
#include "cli/commands.h"
#include "base/banned.h"
bool cli_bench(struct cli *c, struct err *e)
{
	(void)c;
	return err_set(e, ERR_FAILED, "bench");
}
bool cli_serve(struct cli *c, struct err *e)
{
	(void)c;
	return err_set(e, ERR_FAILED, "serve");
}
