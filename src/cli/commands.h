/* The functions behind the tables in commands_*.c; each file of this folder defines its own. */
#ifndef SULH_CLI_COMMANDS_H
#define SULH_CLI_COMMANDS_H

#include "cli/cli.h"

struct kind;

bool cli_init(struct cli *c, struct err *e);
bool cli_demo(struct cli *c, struct err *e);
bool cli_log_add(struct cli *c, struct err *e);
bool cli_log_show(struct cli *c, struct err *e);
bool cli_log_head(struct cli *c, struct err *e);
bool cli_log_prove(struct cli *c, struct err *e);
bool cli_log_resume(struct cli *c, struct err *e);
bool cli_officer_enrol(struct cli *c, struct err *e);
bool cli_officer_list(struct cli *c, struct err *e);
bool cli_officer_renew(struct cli *c, struct err *e);
bool cli_officer_anew(struct cli *c, struct err *e);
bool cli_officer_recover(struct cli *c, struct err *e);
bool cli_officer_retire(struct cli *c, struct err *e);
bool cli_officer_suspend(struct cli *c, struct err *e);
bool cli_officer_roles(struct cli *c, struct err *e);
bool cli_officer_password(struct cli *c, struct err *e);
bool cli_rules(struct cli *c, struct err *e);
bool cli_add(struct cli *c, struct err *e);
bool cli_import(struct cli *c, struct err *e);
bool cli_place_add(struct cli *c, struct err *e);
bool cli_place_import(struct cli *c, struct err *e);
bool cli_place_outline(struct cli *c, struct err *e);
bool cli_place_find(struct cli *c, struct err *e);
bool cli_place_tree(struct cli *c, struct err *e);
bool cli_person_find(struct cli *c, struct err *e);
bool cli_match_lookup(struct cli *c, struct err *e);
bool cli_match_link(struct cli *c, struct err *e);
bool cli_press_reuse(struct cli *c, struct err *e);
bool cli_press_compare(struct cli *c, struct err *e);
bool cli_press_series(struct cli *c, struct err *e);
bool cli_press_keep(struct cli *c, struct err *e);
bool cli_press_finding(struct cli *c, struct err *e);
bool cli_press_claims(struct cli *c, struct err *e);
bool cli_press_verdict(struct cli *c, struct err *e);
bool cli_press_read(struct cli *c, struct err *e);
bool cli_press_explain(struct cli *c, struct err *e);
bool cli_press_test(struct cli *c, struct err *e);
bool cli_case_read(struct cli *c, struct err *e);
bool cli_person_slip(struct cli *c, struct err *e);
bool cli_person_reopen(struct cli *c, struct err *e);
bool cli_person_compare(struct cli *c, struct err *e);
bool cli_exchange_key(struct cli *c, struct err *e);
bool cli_exchange_send(struct cli *c, struct err *e);
bool cli_list_load(struct cli *c, struct err *e);
bool cli_list_show(struct cli *c, struct err *e);
bool cli_list_withdraw(struct cli *c, struct err *e);
bool cli_list_screen(struct cli *c, struct err *e);
bool cli_list_hits(struct cli *c, struct err *e);
bool cli_person_file(struct cli *c, struct err *e);
bool cli_export(struct cli *c, struct err *e);
bool cli_show(struct cli *c, struct err *e);
bool cli_cut(struct cli *c, struct err *e);
bool cli_cut_attest(struct cli *c, struct err *e);
bool cli_cut_discard(struct cli *c, struct err *e);
bool cli_bulletin_draft(struct cli *c, struct err *e);
bool cli_bulletin_sign(struct cli *c, struct err *e);
bool cli_bulletin_restate(struct cli *c, struct err *e);
bool cli_bulletin_show(struct cli *c, struct err *e);
bool cli_publish(struct cli *c, struct err *e);
bool cli_verify(struct cli *c, struct err *e);
bool cli_rebuild(struct cli *c, struct err *e);
bool cli_object(struct cli *c, struct err *e);
bool cli_testimony_share(struct cli *c, struct err *e);
bool cli_serve(struct cli *c, struct err *e);
/* What the words of a family stand for; false where it is none (cli/family.c). */
bool family_words(struct cli *c, struct str family);
/* The kind of the record that a command of a family is about, as its first argument says; NULL where it is of none. */
const struct kind *family_kind(struct cli *c);
bool cli_family_add(struct cli *c, struct err *e);
bool cli_family_list(struct cli *c, struct err *e);
bool cli_family_show(struct cli *c, struct err *e);
bool cli_family_correct(struct cli *c, struct err *e);
bool cli_due(struct cli *c, struct err *e);
bool cli_queue(struct cli *c, struct err *e);
bool cli_effect_list(struct cli *c, struct err *e);
bool cli_sums(struct cli *c, struct err *e);
bool cli_decree_list(struct cli *c, struct err *e);
bool cli_decree_show(struct cli *c, struct err *e);
bool cli_decree_deadline(struct cli *c, struct err *e);
bool cli_weapon_book(struct cli *c, struct err *e);
bool cli_weapon_receipt(struct cli *c, struct err *e);
bool cli_weapon_check(struct cli *c, struct err *e);
bool cli_figure(struct cli *c, struct err *e);
bool cli_bulletin_diff(struct cli *c, struct err *e);
bool cli_bulletin_export(struct cli *c, struct err *e);
bool cli_completion(struct cli *c, struct err *e);
bool cli_keyring_share(struct cli *c, struct err *e);
bool cli_grant_list(struct cli *c, struct err *e);
bool cli_grant_export(struct cli *c, struct err *e);
bool cli_grant_open(struct cli *c, struct err *e);
bool cli_glass_list(struct cli *c, struct err *e);
bool cli_glass_confirm(struct cli *c, struct err *e);
bool cli_audit_draw(struct cli *c, struct err *e);
bool cli_audit_open(struct cli *c, struct err *e);
bool cli_audit_sign(struct cli *c, struct err *e);
bool cli_erase(struct cli *c, struct err *e);
bool cli_erase_list(struct cli *c, struct err *e);
bool cli_erase_replay(struct cli *c, struct err *e);
bool cli_keyd_start(struct cli *c, struct err *e);
bool cli_keyd_unlock(struct cli *c, struct err *e);
bool cli_keyd_lock(struct cli *c, struct err *e);
bool cli_keyd_sign_out(struct cli *c, struct err *e);
bool cli_keyd_stop(struct cli *c, struct err *e);
bool cli_keyd_status(struct cli *c, struct err *e);
bool cli_keyd_journal(struct cli *c, struct err *e);
bool cli_backup(struct cli *c, struct err *e);
bool cli_restore(struct cli *c, struct err *e);
bool cli_doctor(struct cli *c, struct err *e);
bool cli_bench(struct cli *c, struct err *e);

#endif
