/* The table of figures, and what is published of it. */
#include "figure/figures.h"

#include "base/csv.h"
#include "base/banned.h"

#define H24   (1u << PERIOD_H24)
#define D3    (1u << PERIOD_D3)
#define TOTAL (1u << PERIOD_TOTAL)
#define NOW   (1u << PERIOD_NOW)

/* Told by two officers once a month, at the operation as a whole. */
#define DELAYED .delayed = true, .headquarters = true
#define BY_TWO	"a delayed sum that two officers assert; none below small_cell"

/* clang-format off */
const struct figure figures[] = {
	/* Persons. */
	{ "P1", "persons presented", "أشخاص راجعوا المركز", "person", H24 | D3 | TOTAL,
	  .definition = "everybody who came to lay down arms or to be registered: one by one, or as a group "
			"at reception, and then not again one by one; no outcome lowers it",
	  .rule = "a group below small_cell waits for more; P1 may be below P2: who was taken over from a "
		  "list is registered without having presented" },
	{ "P2", "persons registered", "أشخاص مسجلون", "person", H24 | D3 | TOTAL, .how = FIGURE_CLASS,
	  .definition = "distinct persons registered, at the centre that registered them, less merges, at the "
			"centre where the file was then: a centre's may be below 0 by those who came from "
			"another; who is erased and registers anew counts again, at most Q4 times",
	  .rule = "P2 = P3 + P4 + P13 + P18; may be above P1" },
	{ "P3", "under checks", "قيد التدقيق", "person", NOW, .how = FIGURE_CLASS,
	  .definition = "registered, neither granted nor closed nor on the way at the cut-off; proposed and "
			"deferred ones too; closings wait until five have come together or seven days "
			"have passed, so the number is never too low",
	  .rule = "P3 = P2 - P4 - P13 - P18; never summed over days" },
	{ "P4", "amnesty granted", "مُنحوا العفو", "person", H24 | D3 | TOTAL, .how = FIGURE_CLASS,
	  .definition = "grants with all signatures, by the day of the cut that published them, less "
			"revocations in force; counted after the person was told",
	  .rule = "0 <= P4 <= P2" },
	{ "P5", "not covered", "غير مشمولين", "person", TOTAL, DELAYED,
	  .definition = "final decisions that the decree does not cover the person, time for appeal over",
	  .rule = "P5 + P6 + P7 + P8 + P9 <= P13; " BY_TWO },
	{ "P6", "referred", "محالون", "person", TOTAL, DELAYED, .details = "handed over",
	  .definition = "decisions to refer to a court; of these, handed over",
	  .rule = "handed over <= P6; " BY_TWO },
	{ "P7", "transferred before a decision", "نُقلوا قبل القرار", "person", TOTAL, DELAYED,
	  .definition = "open cases that ended because the person left by a transfer",
	  .rule = "P7 <= T2; " BY_TWO },
	{ "P8", "withdrew", "انسحبوا", "person", TOTAL, DELAYED,
	  .definition = "persons who withdrew after registration; before it nothing is published",
	  .rule = BY_TWO },
	{ "P9", "deceased or absent before a decision", "ملفات مغلقة", "person", TOTAL, DELAYED,
	  .details = "deceased",
	  .definition = "cases closed by death or because contact was lost; of these, by death",
	  .rule = "deceased <= P9; " BY_TWO "; a death at a centre is told to the outside enquiry at once" },
	{ "P10", "certificates", "شهادات", "certificate", H24 | TOTAL | NOW, .details = "issued,valid,revoked",
	  .definition = "issued: papers handed over or held for the bearer; valid: those that stand at the "
			"cut-off, provisional ones too; revoked: those taken back",
	  .rule = "valid + revoked <= issued; none is below zero" },
	{ "P11", "children referred to care", "أطفال أُحيلوا إلى الرعاية", "child", TOTAL, DELAYED,
	  .definition = "children found at reception or later and given into the care of child protection",
	  .rule = "never told apart inside P2 to P9; " BY_TWO },
	{ "P12", "let go after a grant", "أُطلق سراحهم", "person", H24 | D3 | TOTAL,
	  .definition = "granted persons who left the centre freely",
	  .rule = "P12 <= P4 and those revoked since" },
	{ "P13", "closed otherwise", "ملفات أُغلقت دون عفو", "person", NOW, .how = FIGURE_CLASS,
	  .definition = "registered, not under checks, not granted, not on the way, whatever the reason",
	  .rule = "P13 = P2 - P3 - P4 - P18; its parts only as delayed sums" },
	{ "P14", "persons not free to leave", "محتجزون في المراكز", "person", NOW, DELAYED,
	  .now_of_states = true, .details = "longest days",
	  .definition = "stays marked not free to leave on the last day of the month, and the longest of them "
			"in days",
	  .rule = "each has a written ground and an end; " BY_TWO },
	{ "P15", "days until lists were updated", "أيام تحديث القوائم", "day", NOW, DELAYED,
	  .now_of_states = true, .details = "over 7 days",
	  .definition = "the median of days from a notice to its confirmation, of the month; what is not "
			"confirmed counts with its age",
	  .rule = "for months of five or more notices; " BY_TWO },
	{ "P16", "bearers stopped", "أُوقفوا رغم الشهادة", "person", TOTAL, DELAYED, .details = "held,hurt,let go",
	  .definition = "bearers of a certificate who were stopped, and what became of them",
	  .rule = "counted even where no list was wrong; " BY_TWO },
	{ "P17", "benefits overdue", "منح متأخرة", "benefit", NOW, DELAYED, .now_of_states = true,
	  .details = "taken back",
	  .definition = "benefits promised whose day has passed by the end of the month and that were not "
			"delivered, those taken back among them, without those that the person refused or who "
			"died; taken back: all of those so far, due or not",
	  .rule = "what was taken back is told however few; " BY_TWO },
	{ "P18", "files on the way", "ملفات في الطريق", "person", NOW, .how = FIGURE_CLASS,
	  .definition = "cases that left the log of one centre for another, are not taken up there yet and "
			"did not end on the way; at a single centre less those that it took up",
	  .rule = "P18 >= 0 in the whole operation" },

	/* Weapons. */
	{ "W1", "small arms handed in", "أسلحة صغيرة", "item", H24 | TOTAL,
	  .definition = "small arms taken in with two signatures",
	  .rule = "W1 + W2 + W3 = W5 + all of W7; a day below small_cell waits for the next" },
	{ "W2", "light weapons handed in", "أسلحة خفيفة", "item", H24 | TOTAL,
	  .definition = "light weapons taken in with two signatures",
	  .rule = "W1 + W2 + W3 = W5 + all of W7; a day below small_cell waits for the next" },
	{ "W3", "heavy materiel handed in", "عتاد ثقيل", "item", H24 | TOTAL, DELAYED,
	  .definition = "heavy materiel of the UN register's categories, and mounts on vehicles",
	  .rule = "never added to W1 and W2 in one number of its own; " BY_TWO },
	{ "W4", "ammunition handed in", "ذخيرة", "round or kg", H24 | TOTAL, .details = "rounds,kg",
	  .definition = "ammunition by rounds and by kilograms", .rule = "rounds and kg are never added" },
	{ "W5", "weapons destroyed", "أسلحة أُتلفت", "item", H24 | TOTAL, .details = "small,light,heavy",
	  .definition = "weapons destroyed before two witnesses", .rule = "all of W5 <= W1 + W2 + W3" },
	{ "W6", "weapons per 100 registered", "سلاح لكل 100 مسجل", "per cent", NOW, .how = FIGURE_RATIO,
	  .definition = "100 * (W1 + W2 + W3) / P2, rounded down, of the whole operation",
	  .rule = "a gauge of the centres, of no person, and no target; not shown below 100 registered" },
	{ "W7", "weapons by place in the stock", "أسلحة في المخازن", "item", NOW,
	  .details = "store,transferred,lost",
	  .definition = "weapons in store, transferred and lost, by the stock book",
	  .rule = "all of W7 = W1 + W2 + W3 - W5; stores are not named" },

	/* Ways out. */
	{ "T1", "left by corridor", "خرجوا عبر الممرات", "crossing", H24 | D3 | TOTAL,
	  .details = "women,elderly,wounded,aid workers",
	  .definition = "people counted out at a post, other than participants; a person may cross twice; "
			"people, not only civilians",
	  .rule = "each detail <= T1; posts and hours are not public" },
	{ "T1c", "of whom children", "منهم أطفال", "crossing", H24 | D3 | TOTAL,
	  .definition = "under 18, of T1", .rule = "T1c <= T1" },
	{ "T2", "transferred persons", "منقولون", "person", H24 | D3 | TOTAL,
	  .definition = "arrivals counted by two at the other end, shown where the convoy started; a plan is "
			"not an arrival",
	  .rule = "T3 + T4 + T5 <= T2; arrived = departed + births - losses; public after arrival" },
	{ "T3", "of whom fighters", "منهم مقاتلون", "person", H24 | TOTAL,
	  .definition = "self-stated or registered; unstated is not 0", .rule = "T3 <= T2" },
	{ "T4", "of whom family members", "منهم أفراد أسر", "person", H24 | TOTAL,
	  .definition = "family members, of T2; unstated is not 0", .rule = "T4 <= T2" },
	{ "T5", "of whom wounded or sick", "منهم جرحى", "person", H24 | TOTAL,
	  .definition = "wounded or sick, of T2; unstated is not 0", .rule = "T5 <= T2" },
	{ "T6", "convoys and vehicles", "قوافل ومركبات", "vehicle", H24 | TOTAL, .details = "convoys",
	  .definition = "vehicles that arrived, and the convoys they came in", .rule = "public after arrival" },
	{ "T7", "captives released", "محتجزون أُفرج عنهم", "person", H24 | TOTAL, .details = "women,children",
	  .definition = "captives handed over and signed for by who received them, by governorate",
	  .rule = "women + children <= T7; a day below small_cell waits" },
	{ "T8", "planned transfers", "نقل مخطط", "person", NOW, .now_of_states = true,
	  .definition = "persons of convoys planned and not departed at the cut-off",
	  .rule = "only where a party has published the plan; never added to T2" },
	{ "C1", "corridors", "ممرات", "corridor", NOW, .now_of_states = true,
	  .details = "civilians planned,civilians open,fighters planned,fighters open,suspended",
	  .definition = "corridors by purpose and state at the cut-off",
	  .rule = "a planned corridor is never an open one; posts are not public" },

	/* Decree and agreements. */
	{ "D1", "window of the decree, months", "مهلة المرسوم بالأشهر", "month", NOW,
	  .now_of_states = true, .latest = true, .headquarters = true,
	  .details = "carrying_arms,keeping_arms,fugitive,captor,deserter_home,deserter_abroad",
	  .definition = "calendar months of the window open at the cut-off, by category",
	  .rule = "no row where no window is open; not longer than the last act" },
	{ "S1", "settlements that joined", "بلدات انضمت", "settlement", H24 | TOTAL | NOW,
	  .now_of_states = true, .headquarters = true,
	  .definition = "settlements that joined, each once for ever; now: those in force; an entry may carry "
			"a count taken over from a list",
	  .rule = "now = joined - left; named only where the settlement agreed" },
	{ "S2", "application sheets", "استمارات هدنة", "sheet", H24 | TOTAL | NOW, .now_of_states = true,
	  .headquarters = true, .details = "*",
	  .definition = "sheets signed, by agreement; now: those not withdrawn",
	  .rule = "two agreements are never added; now <= total; no group and no name" },
	{ "S3", "quarters by status", "أحياء حسب الوضع", "quarter", H24 | D3 | TOTAL | NOW,
	  .now_of_states = true, .headquarters = true, .details = "administered,cleared,open,contested",
	  .definition = "now: quarters of that status, nested: open ones are cleared, cleared ones "
			"administered; else: quarters that came to it in the period",
	  .rule = "open <= cleared <= administered" },
	{ "S4", "share of the city administered", "نسبة المساحة", "per cent", NOW, .how = FIGURE_SHARE,
	  .headquarters = true,
	  .definition = "area of administered quarters over the area of all quarters, whole per cent, half "
			"up; the areas stand in the log",
	  .rule = "0 <= S4 <= 100; at least, where a quarter without an area is administered" },
	{ "S5", "residents of quarters that changed status", "سكان الأحياء", "person", H24 | D3 | TOTAL,
	  .headquarters = true, .details = "administered",
	  .definition = "residents recorded for quarters that came to the status in the period",
	  .rule = "an estimate keeps its qualifier; a number of the press is said to be stated" },
	{ "S6", "groups with a sheet in force", "مجموعات وقّعت", "group", NOW, .now_of_states = true,
	  .headquarters = true, .min_cell = true, .details = "*",
	  .definition = "distinct groups, by agreement", .rule = "two agreements are never added; from small_cell" },

	/* Incidents. */
	{ "V1", "incidents as reported", "خروقات مُبلَّغة", "event", H24 | TOTAL, .lag = 1, .details = "*",
	  .definition = "incidents that one reporter states, for each reporter apart",
	  .rule = "each <= V3; never summed over reporters; public 24 hours later" },
	{ "V2", "incidents reported by both sides", "خروقات مؤكدة", "event", H24 | TOTAL, .lag = 1,
	  .definition = "incidents with two independent reporters, one of the other side",
	  .rule = "V2 <= V3; public 24 hours later" },
	{ "V3", "incidents, distinct", "خروقات مميزة", "event", H24 | TOTAL, .lag = 1,
	  .definition = "incidents once those of one event are linked; one not linked counts once",
	  .rule = "each of V1 <= V3 <= all of V1; public 24 hours later" },
	{ "V4", "killed and injured in incidents", "ضحايا", "person", H24 | TOTAL,
	  .details = "killed,injured,missing,killed women,killed girls,killed boys,killed children,killed men,"
		     "injured women,injured children,by mine",
	  .definition = "people, as a reporter states, attributed to nobody; those of mines are among them "
			"and by mine",
	  .rule = "killed girls + killed boys <= killed children <= killed; nobody is named" },
	{ "V5", "days of a declared pause", "أيام هدنة معلنة", "day", NOW, .now_of_states = true,
	  .latest = true, .own_place = true, .headquarters = true, .details = "air,artillery,ground,all",
	  .definition = "days since a pause that a party declared began, by means; that it was declared, not "
			"that it was kept",
	  .rule = "incidents against it are shown beside it" },

	/* Returns. */
	{ "R1", "residents returned", "عائدون", "person", H24 | D3 | TOTAL, .details = "net,children",
	  .definition = "arrivals home, counted at a post or by a list; net: less who left again; a record of "
			"several days is in no single day",
	  .rule = "each detail <= R1; below small_cell they wait; a list is said to be stated" },
	{ "R2", "returned from abroad", "لاجئون عائدون", "person", H24 | D3 | TOTAL, .details = "women,children",
	  .definition = "crossings inward at border posts",
	  .rule = "women + children <= R2; below small_cell they wait; a list is said to be stated" },

	/* Mines. */
	{ "M1", "area released, by means", "مساحة محررة من الألغام", "m2", H24 | TOTAL,
	  .details = "cleared,reduced,cancelled",
	  .definition = "land accepted by quality control: cleared, reduced, cancelled",
	  .rule = "three numbers, never one; no perimeter" },
	{ "M2", "roads cleared", "طرق", "m", H24 | TOTAL, .definition = "metres of road accepted as cleared",
	  .rule = "M2 >= 0" },
	{ "M3", "buildings cleared", "مبان", "building", H24 | TOTAL,
	  .definition = "buildings accepted as cleared", .rule = "M4 <= M3" },
	{ "M4", "public buildings cleared", "مبان عامة", "building", H24 | TOTAL, .sum_details = true,
	  .details = "school,hospital,worship,water,power,bakery,other",
	  .definition = "those of M3 that are public, by type; the row without a detail is the sum",
	  .rule = "M4 = sum of types, M4 <= M3" },
	{ "M5", "explosive items", "أجسام متفجرة", "item", H24 | TOTAL, .details = "found,destroyed,IED,mine,UXO",
	  .definition = "explosive items by category, found and destroyed",
	  .rule = "destroyed <= found, IED <= found, mine <= found, UXO <= found" },
	{ "M6", "sites cleared and handed over", "مواقع مطهرة", "site", H24 | TOTAL, .sum_details = true,
	  .details = "school,power,water,worship,hospital,bakery,housing,road,other",
	  .definition = "sites accepted by an inspector not of the team, by type; the row without a detail "
			"is the sum",
	  .rule = "M6 = sum of types" },
	{ "M7", "people and machines for clearance", "كوادر وآليات", "person or machine", NOW,
	  .now_of_states = true, .details = "people planned,people present,machines planned,machines present",
	  .definition = "people and machines, planned and present apart, at the cut-off",
	  .rule = "four numbers; what is planned is never added to what is present" },
	{ "M8", "mine and ordnance accidents", "حوادث ألغام", "person", H24 | TOTAL,
	  .details = "killed,injured,killed children",
	  .definition = "people killed or injured in accidents with mines and ordnance",
	  .rule = "killed children <= killed; in V4 by mine, never twice" },

	/* Help. */
	{ "H1", "aid actions", "أعمال إغاثة", "action", H24 | TOTAL,
	  .definition = "one for each distribution at one place on one day", .rule = "H1 >= 0" },
	{ "H2", "aid mass", "وزن المساعدات", "kg", H24 | TOTAL, .sum_details = true,
	  .details = "delivered,handed out",
	  .definition = "kg handed out to persons, or delivered to the place where no person is named; the "
			"same goods are one or the other; the row without a detail is the sum",
	  .rule = "H2 = sum of details" },
	{ "H3", "person-visits served", "مستفيدون", "person-visit", H24,
	  .definition = "recipients of a day, not distinct over days", .rule = "never a number of persons, never a total" },
	{ "H4", "meals and units", "وجبات", "unit", H24 | TOTAL, .details = "hot meals,bread kg,food sets,water l",
	  .definition = "as they were handed out, by kind", .rule = "no kind is added to another" },
	{ "H5", "medical consultations", "معاينات طبية", "consultation", H24 | TOTAL, .details = "children",
	  .definition = "consultations at medical points; of these, of children",
	  .rule = "children <= H5; a day below small_cell waits" },
	{ "H6", "mass carried for others", "وزن لجهات أخرى", "kg", H24 | TOTAL,
	  .definition = "kg carried for a third party, also dropped from the air", .rule = "never inside H2" },
	{ "H7", "kitchens", "مطابخ ميدانية", "facility", NOW, .now_of_states = true,
	  .definition = "open at the cut-off; planned ones are not counted", .rule = "H7 >= 0; no address" },
	{ "H8", "accommodation centres", "مراكز إيواء", "facility", NOW, .now_of_states = true,
	  .definition = "open at the cut-off",
	  .rule = "H8 >= 0; named only where the place is public already" },
	{ "H9", "places and occupied", "أماكن ومشغولة", "place", NOW, .now_of_states = true, .details = "occupied",
	  .definition = "places in accommodation that is open; of these, occupied",
	  .rule = "occupied <= H9; below small_cell it waits" },
	{ "H10", "services restored", "خدمات أُعيدت", "service", TOTAL | NOW, .now_of_states = true,
	  .details = "water,power,school,clinic,bakery,road",
	  .definition = "total: services restored; now: those that work, by kind; not those only inaugurated",
	  .rule = "now <= total" },

	/* Witness. */
	{ "L1", "testimonies recorded", "شهادات مسجلة", "testimony", TOTAL, DELAYED,
	  .definition = "sealed testimonies whose giver agreed to one use at least",
	  .rule = "no province, no crime, no age; " BY_TWO },
	{ "L2", "sites to examine", "مواقع للفحص", "site", TOTAL | NOW, .now_of_states = true, .min_cell = true,
	  .details = "planned,examined,nothing found",
	  .definition = "sites by state; what was found is in no figure",
	  .rule = "planned + examined <= L2; from small_cell" },

	/* The register itself. */
	{ "Q1", "duplicates", "قيود مكررة", "pair", TOTAL | NOW, DELAYED, .now_of_states = true,
	  .details = "merged,different,open",
	  .definition = "pairs that may be one person: found; of these merged, kept apart, open",
	  .rule = "merged + different <= found; " BY_TWO },
	{ "Q2", "corrections", "تصحيحات", "figure", H24 | TOTAL, .headquarters = true,
	  .definition = "figures of earlier bulletins that changed, with old, new and reason",
	  .rule = "without it a bulletin may not change the past" },
	{ "Q3", "centres reporting", "مراكز", "centre", NOW, .how = FIGURE_CENTRES, .headquarters = true,
	  .details = "reporting,silent,oldest hours",
	  .definition = "centres with a cut of the day, those without, and the hours since the oldest of "
			"their last cuts",
	  .rule = "with a silent centre rising totals are at least what they say, and stocks have no row" },
	{ "Q4", "persons erased", "مُحيت سجلاتهم", "person", TOTAL, DELAYED,
	  .definition = "erasures completed", .rule = "P2 exceeds distinct persons by Q4 at most; " BY_TWO },
	{ "Q5", "sealed records opened", "سجلات فُتحت", "opening", H24 | TOTAL, DELAYED,
	  .details = "case work,appeal,court order,break glass,other",
	  .definition = "openings of sealed data, by purpose", .rule = "breaking glass is seen by two, and told when its month is over, however rare; the rest: " BY_TWO },
	{ "Q6", "data incidents", "حوادث بيانات", "incident", TOTAL, .headquarters = true,
	  .definition = "leaks, losses and thefts of data",
	  .rule = "persons are told within 72 hours, or a reason is given" },
};
/* clang-format on */

const size_t figures_n = sizeof figures / sizeof *figures;

const struct figure *figure_find(struct str code)
{
	/* Asked for each delta: most rows differ in the first letter. */
	for (size_t i = 0; code.len && i < figures_n; i++)
		if (*figures[i].code == *code.s && str_eq(code, str_of(figures[i].code)))
			return &figures[i];
	return NULL;
}

bool figure_of_deltas(const struct figure *f)
{
	return (f->how == FIGURE_SUM || f->how == FIGURE_CLASS) && !f->now_of_states;
}

struct str period_name(enum period p)
{
	static const struct str names[PERIOD_COUNT] = { SC("h24"), SC("d3"), SC("total"),
							SC("now") };

	return names[p];
}

static void word(struct buf *b, bool on, const char *text)
{
	if (on)
		buf_fmt(b, "%s%s", b->len ? " " : "", text);
}

static void put_periods(struct buf *b, const struct figure *f)
{
	struct buf periods = { .a = b->a };

	for (int p = 0; p < PERIOD_COUNT; p++)
		word(&periods, f->periods & 1u << p, period_name((enum period)p).s);
	csv_put(b, buf_text(&periods));
}

/* How it is counted, so that two tables that count differently never look the same. */
static void put_how(struct buf *b, const struct figure *f)
{
	static const char *const how[] = { "sum", "sum", "share", "ratio", "centres" };
	struct buf flags = { .a = b->a };

	word(&flags, true, how[f->how]);
	word(&flags, f->sum_details, "sum-of-details");
	word(&flags, f->now_of_states, "now-of-states");
	word(&flags, f->latest, "latest");
	word(&flags, f->own_place, "own-place");
	word(&flags, f->delayed, "asserted");
	word(&flags, f->headquarters, "headquarters");
	word(&flags, f->min_cell, "from-small-cell");
	word(&flags, f->lag > 0, "a-day-later");
	csv_put(b, buf_text(&flags));
}

void figures_definitions(struct buf *b)
{
	static const char *const columns[] = { "code", "label_en",   "label_ar",
					       "unit", "periods",    "details",
					       "how",  "definition", "rule" };

	for (size_t i = 0; i < sizeof columns / sizeof *columns; i++)
		csv_put(b, str_of(columns[i]));
	csv_put_end(b);
	for (size_t i = 0; i < figures_n; i++) {
		const struct figure *f = &figures[i];

		csv_put(b, str_of(f->code));
		csv_put(b, str_of(f->label_en));
		csv_put(b, str_of(f->label_ar));
		csv_put(b, str_of(f->unit));
		put_periods(b, f);
		csv_put(b, str_of(f->details ? f->details : ""));
		put_how(b, f);
		csv_put(b, str_of(f->definition));
		csv_put(b, str_of(f->rule));
		csv_put_end(b);
	}
}
