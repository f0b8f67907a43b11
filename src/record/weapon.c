/*
 * Weapons and ammunition handed in, and what becomes of them (product.md S3; MOSAIC 05.30, 05.50). A weapon is
 * never a condition of anything: no field here asks for a case, and a hand-in without a name is a hand-in.
 *
 * This file is the model of the house (CODING.md). A kind is three tables and perhaps a few functions:
 * - its fields, each row one fact: name, tag (for ever), type, required, who may read it, what it may be;
 * - its counting rules, each row one way into one figure (kind.h, struct counted);
 * - the kind itself: codes, labels, how much of it is public, who signs;
 * - what no single field shows: `rule` from public fields, which everybody can check again, and `sealed_rule`
 *   from all of them, which only the centre that records can.
 * Everything else (storage, CSV, JSON, the log's bytes, the manual) follows from the tables.
 */
#include "record/kinds.h"

#include "record/need.h"
#include "base/banned.h"

static const struct field handed_by_person_fields[] = {
	{ "subject", 1, F_HASH, true, CENTRE, "person", .max = 16 },
};

const struct kind kind_handed_by_person = {
	.name = "handed_by_person",
	.label_en = "somebody else who handed it in",
	.label_ar = "مسلِّم آخر",
	.form = FORM_PART,
	.seal = "",
	.fields = handed_by_person_fields,
	.n = sizeof handed_by_person_fields / sizeof *handed_by_person_fields,
};

#define ALSO_HELP "whoever handed it in together with handed_by"

static const struct field weapon_item_fields[] = {
	{ "item_no", 10, F_TEXT, true, CENTRE, .max = 12, .help = "random, not a counter" },
	{ "group", 11, F_CODE, true, PUB, "W1,W2,W3",
	  .help = "all that is public: class group, day, centre" },
	{ "class", 12, F_CODE, true, CENTRE,
	  "1.1 pistol,1.2 rifle,1.3 smg,1.4 assault_rifle,1.5 lmg,2.1 hmg,2.2 grenade_launcher,2.3 "
	  "portable_aa,2.4 at_gun,2.5 at_missile,2.6 manpads,2.7 mortar_under_100,u1 tank,u2 "
	  "acv,u3 artillery,u4 combat_aircraft,u5 attack_helicopter,u6 warship,u7 missile,x1 "
	  "improvised,x2 vehicle_mount",
	  .help = "UN SALW 1997; UNROCA I-VII; improvised (MOSAIC)" },
	{ "make_model", 13, F_TEXT, false, CENTRE, .max = 60 },
	{ "calibre", 14, F_TEXT, false, CENTRE, .max = 20 },
	{ "serial", 15, F_TEXT, false, CENTRE, .max = 60,
	  .help = "commitments only inside; a public digest of a serial can be guessed" },
	{ "marks", 16, F_TEXT, false, CENTRE, .max = 120 },
	{ "condition", 17, F_CODE, true, CENTRE, "serviceable,unserviceable,unsafe",
	  .help = "unsafe opens an EOD task" },
	{ "handed_by", 18, F_HASH, false, CENTRE, "person", .max = 16,
	  .help = "absent = anonymous hand-in, which is allowed" },
	{ "origin_stated", 19, F_CODE, false, CENTRE, "issued,captured,bought,found,made" },
	{ "photo", 20, F_BLOB, false, CENTRE },
	{ "handed_by_also", 21, F_ROWS, false, CENTRE, .rows = &kind_handed_by_person,
	  .help = ALSO_HELP },
	{ "serial_seen", 22, F_BOOL, false, CENTRE,
	  .help = "yes: this class and serial stand in the book already, and somebody looked at "
		  "both" },
};

/* One entry for all items of a cut: their rules are summed. Heavy materiel gives no number here: so few
 * are handed in that a day's number would point at who did (figure W3 is a delayed sum). */
static const struct counted weapon_item_counts[] = {
	{ .figure = "W1", .when = "group=W1" },
	{ .figure = "W2", .when = "group=W2" },
	{ .figure = "W7", .detail = "store", .when = "group=W1|W2" },
};

/* Many may hand in one weapon, and one person many: nobody is named twice, and nobody beside an unknown one. */
static void handed_rule(const struct rec *r, struct refusals *why)
{
	const struct val *first = rec_get(r, "handed_by"), *also = rec_get(r, "handed_by_also");

	if (also && !first)
		refuse(why, "missing", S("handed_by"), S(""),
		       "the first of those who handed it in; or nobody at all, which is allowed");
	for (size_t i = 0; first && also && i < also->len; i++) {
		bool twice = str_eq(also->v[i].v[0].s, first->s);

		for (size_t j = 0; j < i; j++)
			twice |= str_eq(also->v[i].v[0].s, also->v[j].v[0].s);
		if (twice)
			refuse(why, "twice", S("handed_by_also"), S(""), "each person once");
	}
}

/* The group is what the public learns: it has to be that of the class, which the public does not. */
static void weapon_item_sealed_rule(const struct rec *r, const struct rec_view *v,
				    struct refusals *why)
{
	struct str class = rec_code(r, "class"), group = rec_code(r, "group");
	const char *groups = str_starts(class, S("1."))		    ? "W1"
			     : str_starts(class, S("2."))	    ? "W2"
			     : str_starts(class, S("u"))	    ? "W3"
			     : str_eq(class, S("x2 vehicle_mount")) ? "W3"
								    : "W1,W2,W3"; /* improvised */

	(void)v;
	if (!code_in(groups, group))
		refuse(why, "group", S("group"), group, "%s, the group of class %.*s", groups,
		       P(class));
	handed_rule(r, why);
}

const struct kind kind_weapon_item = {
	.name = "weapon_item",
	.code = 60,
	.label_en = "weapon handed in",
	.label_ar = "سلاح مسلم",
	.form = FORM_WEAPON,
	.seal = "C",
	.subject = SUBJECT_NONE,
	.signatures = 2,
	.roles = "weapons_officer,storekeeper",
	.each_role = true,
	.counts = weapon_item_counts,
	.n_counts = sizeof weapon_item_counts / sizeof *weapon_item_counts,
	.sealed_rule = weapon_item_sealed_rule,
	.fields = weapon_item_fields,
	.n = sizeof weapon_item_fields / sizeof *weapon_item_fields,
};

static const struct field ammo_lot_fields[] = {
	{ "unit", 10, F_CODE, true, PUB, "round,kg", .help = "rounds and kg are never added" },
	{ "amount", 11, F_QTY, true, PUB },
	{ "calibre", 12, F_CODE, true, CENTRE,
	  "9mm,545,556,762x39,762x51,762x54,127,145,20mm,23mm,rpg,mortar,artillery,grenade,mine,"
	  "detonator,bulk,other" },
	{ "lot", 13, F_TEXT, false, CENTRE, .max = 40 },
	{ "hazard", 14, F_CODE, false, CENTRE, "1.1,1.2,1.3,1.4,1.5,1.6",
	  .help = "UN hazard division" },
	{ "condition", 15, F_CODE, true, CENTRE, "safe,doubtful,dangerous",
	  .help = "dangerous is not stored: EOD task" },
	{ "handed_by", 16, F_HASH, false, CENTRE, "person", .max = 16,
	  .help = "absent = anonymous hand-in, which is allowed" },
	{ "item_no", 17, F_TEXT, false, CENTRE, .max = 12,
	  .help = "random, not a counter; by it a receipt, a move or a clearance task names the "
		  "lot" },
	{ "handed_by_also", 18, F_ROWS, false, CENTRE, .rows = &kind_handed_by_person,
	  .help = ALSO_HELP },
};

static const struct counted ammo_lot_counts[] = {
	{ .figure = "W4", .detail = "rounds", .amount = "amount", .when = "unit=round" },
	{ .figure = "W4", .detail = "kg", .amount = "amount", .when = "unit=kg" },
};

/* More than any store has held. */
#define LOT_MAX INT64_C(1000000000)

static void ammo_lot_rule(const struct rec *r, const struct rec_view *v, struct refusals *why)
{
	(void)v;
	need_some(r, "amount", why);
	if (rec_get(r, "amount")->n > LOT_MAX)
		refuse(why, "too_much", S("amount"), S(""),
		       "at most %lld in one lot: look at the number and its unit again",
		       (long long)LOT_MAX);
}

static void ammo_lot_sealed_rule(const struct rec *r, const struct rec_view *v,
				 struct refusals *why)
{
	(void)v;
	if (rec_is(r, "unit", "round") && rec_is(r, "calibre", "bulk"))
		refuse(why, "unit", S("unit"), S("round"),
		       "kg: what is not sorted by calibre is weighed");
	/* It is not stored: a clearance task has to find it. */
	if (rec_is(r, "condition", "dangerous"))
		need_set(r, "item_no", "a number of its own, by which a clearance task names it",
			 why);
	handed_rule(r, why);
}

const struct kind kind_ammo_lot = {
	.name = "ammo_lot",
	.code = 61,
	.label_en = "ammunition handed in",
	.label_ar = "ذخيرة مسلمة",
	.form = FORM_WEAPON,
	.seal = "C",
	.subject = SUBJECT_NONE,
	.signatures = 2,
	.roles = "weapons_officer,storekeeper",
	.each_role = true,
	.counts = ammo_lot_counts,
	.n_counts = sizeof ammo_lot_counts / sizeof *ammo_lot_counts,
	.rule = ammo_lot_rule,
	.sealed_rule = ammo_lot_sealed_rule,
	.fields = ammo_lot_fields,
	.n = sizeof ammo_lot_fields / sizeof *ammo_lot_fields,
};

static const struct field stock_move_fields[] = {
	{ "act", 10, F_CODE, true, PUB, "store,transfer,count,destroy,lost,found" },
	{ "items", 11, F_INT, true, PUB, .help = "weapons, not rounds" },
	{ "rounds", 12, F_QTY, false, PUB },
	{ "kg", 13, F_QTY, false, PUB },
	{ "to_store", 14, F_TEXT, false, CENTRE, .max = 40 },
	{ "difference", 15, F_INT, false, PUB, "-1000000000..1000000000",
	  .help = "count minus book; not 0 opens a task" },
	{ "witnesses", 16, F_OFFICERS, true, CENTRE, .help = "two" },
	{ "method", 17, F_CODE, false, PUB, "cutting,burning,demolition,melting,other",
	  .help = "MOSAIC 05.50" },
	{ "group", 18, F_CODE, true, PUB, "W1,W2,W3",
	  .help = "what was moved: small arms, light weapons, heavy materiel" },
	{ "item_nos", 19, F_TEXTS, false, CENTRE, .max = 12,
	  .help = "each weapon that is moved, by its number; a count names none" },
};

/* What leaves one place in the stock comes to another; what is destroyed leaves it for good. The first rule
 * that adds `items` as they are carries the number (rec.h). */
static const struct counted stock_move_counts[] = {
	{ .figure = "W5", .detail = "small", .amount = "items", .when = "act=destroy group=W1" },
	{ .figure = "W5", .detail = "light", .amount = "items", .when = "act=destroy group=W2" },
	{ .figure = "W5", .detail = "heavy", .amount = "items", .when = "act=destroy group=W3" },
	{ .figure = "W7", .detail = "transferred", .amount = "items", .when = "act=transfer" },
	{ .figure = "W7", .detail = "lost", .amount = "items", .when = "act=lost" },
	{ .figure = "W7", .detail = "store", .amount = "items", .when = "act=found" },
	{ .figure = "W7", .detail = "lost", .amount = "items", .when = "act=found", .sign = -1 },
	{ .figure = "W7",
	  .detail = "store",
	  .amount = "items",
	  .when = "act=destroy|transfer|lost",
	  .sign = -1 },
};

static void stock_move_rule(const struct rec *r, const struct rec_view *v, struct refusals *why)
{
	(void)v;
	if (rec_is(r, "act", "destroy"))
		need_set(r, "method", "how it was destroyed", why);
	else
		need_unset(r, "method", "no method but for what is destroyed", why);
	if (rec_is(r, "act", "count"))
		need_set(r, "difference", "count minus book, 0 where they agree", why);
	else
		need_unset(r, "difference", "no difference but for a count", why);
	if (!rec_is(r, "act", "count") &&
	    need_amount(r, "items") + need_amount(r, "rounds") + need_amount(r, "kg") < 1)
		refuse(why, "none", S("items"), S("0"), "at least one item, round or kg");
}

static void stock_move_sealed_rule(const struct rec *r, const struct rec_view *v,
				   struct refusals *why)
{
	const struct val *named = rec_get(r, "item_nos");
	int64_t n = named ? (int64_t)named->len : 0;

	(void)v;
	/* A list names nobody, and nothing, twice. */
	if (rec_get(r, "witnesses")->len != 2)
		refuse(why, "witnesses", S("witnesses"), S(""), "two different officers");
	if (rec_is(r, "act", "count"))
		need_unset(r, "item_nos", "none: a count is of all that is there", why);
	else if (n != need_amount(r, "items"))
		refuse(why, "item_nos", S("item_nos"), str_fmt(why->a, "%lld", (long long)n),
		       "the number of each weapon that is moved: %lld",
		       (long long)need_amount(r, "items"));
	if (rec_is(r, "act", "transfer"))
		need_set(r, "to_store", "the store it goes to", why);
}

const struct kind kind_stock_move = {
	.name = "stock_move",
	.code = 62,
	.label_en = "stock moved, counted, destroyed",
	.label_ar = "حركة مخزون",
	.form = FORM_PLACE,
	.seal = "C",
	.subject = SUBJECT_NONE,
	.signatures = 2,
	.roles = "storekeeper",
	.counts = stock_move_counts,
	.n_counts = sizeof stock_move_counts / sizeof *stock_move_counts,
	.rule = stock_move_rule,
	.sealed_rule = stock_move_sealed_rule,
	.fields = stock_move_fields,
	.n = sizeof stock_move_fields / sizeof *stock_move_fields,
};

static const struct field weapon_receipt_fields[] = {
	{ "receipt_no", 10, F_HASH, true, CENTRE, .max = 16,
	  .help = "16 bytes that nobody guesses; they stand on the paper and nowhere else in "
		  "clear" },
	{ "items", 11, F_TEXTS, true, CENTRE, .max = 12,
	  .help = "numbers of the weapons and lots that were handed in" },
	{ "holder", 12, F_HASH, false, CENTRE, "person", .max = 16,
	  .help = "who holds it; absent = anonymous: such a receipt is never anybody's" },
	{ "commitment", 13, F_HASH, false, CENTRE,
	  .help = "binds the paper to its holder (doc/format.md section 8)" },
};

static void weapon_receipt_rule(const struct rec *r, const struct rec_view *v, struct refusals *why)
{
	(void)v;
	if (rec_get(r, "holder"))
		need_set(r, "commitment", "what binds the paper to its holder", why);
	else
		need_unset(r, "commitment", "nothing: it is bound to nobody", why);
}

/* Outside the case: whoever checks the person does not learn from it what was handed in (states.csv C03). */
const struct kind kind_weapon_receipt = {
	.name = "weapon_receipt",
	.code = 63,
	.label_en = "receipt for what was handed in",
	.label_ar = "إيصال تسليم",
	.form = FORM_VEILED,
	.seal = "C",
	.subject = SUBJECT_NONE,
	.signatures = 2,
	.roles = "weapons_officer,storekeeper",
	.each_role = true,
	.sealed_rule = weapon_receipt_rule,
	.fields = weapon_receipt_fields,
	.n = sizeof weapon_receipt_fields / sizeof *weapon_receipt_fields,
};
