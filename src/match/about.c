/* See about.h. */
#include "match/about.h"

#include <math.h>
#include <string.h>

#include "base/arena.h"
#include "match/cost.h"
#include "match/index_in.h"
#include "match/known.h"
#include "match/learn.h"
#include "match/like.h"
#include "match/told.h"
#include "base/banned.h"

#define PLAIN_WORD 42 /* what a word says that agrees, where no register says how common it is */
#define PLAIN_AMONG \
	10000 /* and among so many persons at least: a register that was just begun makes nobody surer */
#define EASIER	 24 /* to read: the same letters are preferred to what says so much more in others */
#define LIKELY	 35 /* of 100: words so near may be spellings of one */
#define SAME_FAR 6  /* an article more is no other spelling */

/* What it says of two persons how the places agree that they are from, by enum mother_agrees. */
static const int8_t origin_says[MOTHERS] = { 0, 18, 14, 2, -8 };
/* The same where one lies within the other: that is true of many. */
#define ORIGIN_WITHIN  8
#define ORIGIN_COUNTRY 1
#define SEX_SAME       4
#define SEX_OTHER      (-36)

struct asked_name {
	struct words words;
	double common[WORDS_MAX][SCRIPTS];
};

struct about_asked {
	struct match *m;
	const struct about *who;
	size_t n;
	struct asked_name *name;
	double few;   /* match_few */
	double among; /* the logarithm of how many there are, eighths of a nat */
	struct match_says says;
};

struct about_asked *about_ask(struct arena *a, struct match *m, const struct about *who)
{
	struct about_asked *q = arena_alloc(a, sizeof *q);

	q->m = m;
	q->who = who;
	learn_nothing(&q->says);
	if (m)
		q->says = *match_says(m);
	q->n = who->names < ABOUT_SPELLINGS ? who->names : ABOUT_SPELLINGS;
	q->name = arena_array(a, q->n + 1, sizeof *q->name);
	q->few = m ? match_few(m) : 0;
	q->among = log(m && match_names(m) > PLAIN_AMONG ? (double)match_names(m) : PLAIN_AMONG) *
		   COST_NAT;
	for (size_t i = 0; i < q->n; i++) {
		struct asked_name *x = &q->name[i];

		words_of(who->name[i], &x->words);
		for (size_t k = 0; m && k < x->words.n; k++) {
			struct told told;

			/* Whoever looked for the name before had it told. */
			told_of(m, a, &x->words.w[k], &told);
			memcpy(x->common[k], told.common, sizeof told.common);
		}
	}
	return q;
}

/* What it says that a pair of words agrees: where they are the same, how rare the like of them is. */
static int pair_says(const struct about_asked *q, const struct asked_name *x, enum script script,
		     const struct like_pair *p)
{
	double says = PLAIN_WORD * p->n;

	if (q->m) {
		says = SHARPNESS * p->most;
		for (size_t i = 0; i < p->n; i++)
			says += q->few - x->common[p->at + i][script];
	}
	says -= TRUST * (p->most - p->said);
	return says > 0 ? (int)lrint(says) : 0;
}

/* What it says that a word of those asked for is missing. */
static int missing_says(const struct about_asked *q, const struct asked_name *x, size_t at)
{
	const struct symbols *w = &x->words.w[at];
	double rare =
		q->m ? SHARPNESS * 2 * dict_tells(w) - x->common[at][match_usual(q->m)] + q->few
		     : PLAIN_WORD;
	double says = -0.6 * rare;

	if (x->words.optional[at])
		return OPTIONAL;
	return says < MISSING ? MISSING : says > 0 ? 0 : (int)lrint(says);
}

/* How two names agree by what all of it says. */
static int names_say(const struct about_asked *q, const struct asked_name *x, const struct words *y,
		     const struct like *l)
{
	int says = l->order ? ORDER : 0;

	for (size_t i = 0; i < l->n; i++)
		says += pair_says(q, x, (enum script)y->w[l->pair[i].of].script, &l->pair[i]);
	for (size_t i = 0; i < x->words.n; i++)
		says += l->of_x >> i & 1 ? 0 : missing_says(q, x, i);
	for (size_t i = 0; i < y->n; i++)
		says += l->of_y >> i & 1 ? 0 : y->optional[i] ? OPTIONAL : SURPLUS;
	return says;
}

static void point(struct about_found *f, struct about_point p)
{
	f->weight += p.weight;
	if (f->n < ABOUT_POINTS)
		f->point[f->n++] = p;
}

/* From the first to the last of some words, as they are written. */
static struct str written(const struct words *w, size_t at, size_t n)
{
	struct str first = w->as[at], last = w->as[at + n - 1];

	return str_mem(first.s, (size_t)(last.s + last.len - first.s));
}

static enum about_how how_of(const struct words *x, const struct words *y,
			     const struct like_pair *p)
{
	if (!like_spelled(x, y, p))
		return ABOUT_LIKE;
	if (x->w[p->at].script != y->w[p->of].script)
		return ABOUT_SCRIPT;
	return p->far <= SAME_FAR ? ABOUT_SAME : ABOUT_SPELLED;
}

/* A word without a counterpart stands against another such one in its place, where there is one. */
static size_t in_place(const struct words *x, const struct words *y, const struct like *l,
		       uint32_t taken, size_t at)
{
	if (at < y->n && x->n == y->n && !((l->of_y | taken) >> at & 1))
		return at;
	return y->n;
}

/* Word by word, in the order in which it was asked; then what the other name has more. */
static void name_points(const struct about_asked *q, const struct asked_name *x,
			const struct words *y, const struct like *l, struct about_found *f)
{
	uint32_t against = 0;

	for (size_t i = 0; i < l->n; i++) {
		const struct like_pair *p = &l->pair[i];
		enum about_how how = how_of(&x->words, y, p);

		point(f, (struct about_point){
				 .field = ABOUT_NAME,
				 .how = how,
				 .agrees = how <= ABOUT_SPELLED,
				 .weight = pair_says(q, x, (enum script)y->w[p->of].script, p),
				 .asked = written(&x->words, p->at, p->n),
				 .found = written(y, p->of, p->m) });
	}
	for (size_t i = 0; i < x->words.n; i++) {
		size_t k;

		if (l->of_x >> i & 1)
			continue;
		k = in_place(&x->words, y, l, against, i);
		against |= k < y->n ? 1u << k : 0;
		point(f, (struct about_point){ .field = ABOUT_NAME,
					       .how = k < y->n		     ? ABOUT_OTHER
						      : x->words.optional[i] ? ABOUT_OPTIONAL
									     : ABOUT_MISSING,
					       .weight = missing_says(q, x, i) +
							 (k < y->n ? SURPLUS : 0),
					       .asked = x->words.as[i],
					       .found = k < y->n ? y->as[k] : S("") });
	}
	for (size_t k = 0; k < y->n; k++)
		if (!((l->of_y | against) >> k & 1))
			point(f, (struct about_point){
					 .field = ABOUT_NAME,
					 .how = y->optional[k] ? ABOUT_OPTIONAL : ABOUT_MORE,
					 .weight = y->optional[k] ? OPTIONAL : SURPLUS,
					 .found = y->as[k] });
	if (l->order)
		point(f, (struct about_point){
				 .field = ABOUT_NAME, .how = ABOUT_ORDER, .weight = ORDER });
}

/* Whether a word is another: each of the names has one that stands for none of the other one; or in another order, which father
 * and son may have, two are only alike. */
static bool one_is_other(const struct words *x, const struct words *y, const struct like *l)
{
	bool of_x = false, of_y = false;
	size_t alike = 0;

	for (size_t i = 0; i < x->n; i++)
		of_x |= !(l->of_x >> i & 1) && !x->optional[i];
	for (size_t i = 0; i < y->n; i++)
		of_y |= !(l->of_y >> i & 1) && !y->optional[i];
	for (size_t i = 0; i < l->n; i++)
		alike += !like_spelled(x, y, &l->pair[i]);
	return (of_x && of_y) || (l->order && alike > 1);
}

/* How two names agree, for who asks whether they are of one. */
struct alike {
	bool given;   /* the given names are spellings of one, and no word is another */
	bool likely;  /* they may be, and all other words agree */
	bool full;    /* each word of both has its like in the other, in one order */
	size_t words; /* that agree */
};

/* Words that are no spellings of one by what is known, that begin otherwise (those of twins rhyme), or of which one has the
 * ending of the other sex. */
static bool told_apart(const struct words *x, const struct words *y, const struct like_pair *p)
{
	const struct symbols *a = &x->w[p->at], *b = &y->w[p->of];

	return p->n + p->m > 2 || known_same(a, b) < 0 ||
	       (a->script == b->script &&
		(a->at[0] != b->at[0] ||
		 (a->n != b->n && !memcmp(a->at, b->at, a->n < b->n ? a->n : b->n))));
}

static struct alike alike(const struct words *x, const struct words *y, const struct like *l)
{
	size_t of_x = 0, of_y = 0, need_x = 0, need_y = 0, like = 0;
	bool first = false;
	bool other = one_is_other(x, y, l);
	struct alike k = { .given = like_given(x, y, l) && !other };

	for (size_t i = 0; i < l->n; i++) {
		const struct like_pair *p = &l->pair[i];
		bool spelled = like_spelled(x, y, p);

		if (!spelled && (like_near(p) < LIKELY || told_apart(x, y, p)))
			continue;
		k.words += spelled ? (p->n > p->m ? p->n : p->m) : 0;
		like += !spelled;
		of_x += p->n;
		of_y += p->m;
		first |= p->at <= like_given_at(x) && p->of <= like_given_at(y);
	}
	for (size_t i = 0; i < x->n; i++)
		need_x += !x->optional[i] || l->of_x >> i & 1;
	for (size_t i = 0; i < y->n; i++)
		need_y += !y->optional[i] || l->of_y >> i & 1;
	k.full = !like && k.words && of_x == need_x && of_y == need_y;
	k.full &= !l->order;
	k.likely = like <= 2 && k.words > 0 && !other &&
		   (l->order ? of_x == need_x && of_y == need_y
			     : first && (of_x == need_x || of_y == need_y));
	return k;
}

static bool one_script(const struct words *x, const struct words *y)
{
	return x->n && y->n && x->w[0].script == y->w[0].script;
}

/* The spellings that agree best, and how. */
static struct alike names_compare(const struct about_asked *q, const struct about *other,
				  struct about_found *f)
{
	struct words y;
	struct like l;
	int best = 0;
	size_t n = other->names < ABOUT_SPELLINGS ? other->names : ABOUT_SPELLINGS;
	bool any = false;

	for (size_t k = 0; k < n; k++) {
		words_of(other->name[k], &y);
		for (size_t i = 0; i < q->n; i++) {
			int says;

			like_words(&q->name[i].words, &y, &l);
			says = names_say(q, &q->name[i], &y, &l);
			/* Of two that say the same what is written the same, or in one script, is easier to read. */
			says = 2 * says + str_eq(q->who->name[i], other->name[k]) * EASIER +
			       one_script(&q->name[i].words, &y) * 2 * EASIER;
			if (any && says <= best)
				continue;
			any = true;
			best = says;
			f->name_asked = i;
			f->name_found = k;
		}
	}
	if (!any)
		return (struct alike){ 0 };
	words_of(other->name[f->name_found], &y);
	like_words(&q->name[f->name_asked].words, &y, &l);
	name_points(q, &q->name[f->name_asked], &y, &l, f);
	return alike(&q->name[f->name_asked].words, &y, &l);
}

/* Two of some names that are most alike: how, and which. */
static enum about_how most_alike(const struct str *x, size_t n, const struct str *y, size_t m,
				 struct about_point *p)
{
	int best = -1;
	bool same = false;

	for (size_t i = 0; i < n && i < ABOUT_SPELLINGS && !same; i++)
		for (size_t k = 0; k < m && k < ABOUT_SPELLINGS && !same; k++) {
			struct words a, b;
			int share;

			words_of(x[i], &a);
			words_of(y[k], &b);
			if (!a.n || !b.n)
				continue;
			share = like_share(&a, &b);
			if (share <= best)
				continue;
			best = share;
			same = share == 100;
			p->asked = x[i];
			p->found = y[k];
		}
	if (best < 0)
		return ABOUT_HOWS;
	return same	    ? ABOUT_SAME
	       : best >= 55 ? ABOUT_SPELLED
	       : best >= 35 ? ABOUT_LIKE
			    : ABOUT_OTHER;
}

static enum mother_agrees agrees(enum about_how how)
{
	return how == ABOUT_SAME      ? MOTHER_SAME
	       : how == ABOUT_SPELLED ? MOTHER_SPELLED
	       : how == ABOUT_LIKE    ? MOTHER_LIKE
	       : how == ABOUT_OTHER   ? MOTHER_OTHER
				      : MOTHER_UNKNOWN;
}

enum mother_agrees about_mothers(const struct str *x, size_t n, const struct str *y, size_t m)
{
	struct about_point p;

	return agrees(most_alike(x, n, y, m, &p));
}

/* Mother's name, or place of origin: what each way of agreeing says. */
static enum about_how other_name(enum about_field field, const struct str *x, size_t n,
				 const struct str *y, size_t m, const int8_t says[MOTHERS],
				 struct about_found *f)
{
	struct about_point p = { .field = field };

	p.how = most_alike(x, n, y, m, &p);
	if (p.how == ABOUT_HOWS)
		return p.how;
	p.weight = (int)says[agrees(p.how)];
	p.agrees = p.how == ABOUT_SAME || p.how == ABOUT_SPELLED;
	point(f, p);
	return p.how;
}

static bool birth_near(enum birth_agrees how)
{
	return how >= BIRTH_DAY && how <= BIRTH_DIGIT && how != BIRTH_APART;
}

static void birth_point(const struct about_asked *q, struct birth y, struct about_found *f,
			enum birth_agrees *how)
{
	*how = birth_compare(q->who->birth, y);
	if (*how != BIRTH_UNKNOWN)
		point(f, (struct about_point){ .field = ABOUT_BIRTH,
					       .birth = *how,
					       .agrees = *how <= BIRTH_WITHIN,
					       .weight = q->says.birth[*how] });
}

static struct about_point sex_point(enum about_how how)
{
	bool same = how == ABOUT_SAME;

	return (struct about_point){ .field = ABOUT_SEX,
				     .how = how,
				     .agrees = same,
				     .weight = same ? SEX_SAME : SEX_OTHER };
}

/* False where it is another. */
static bool sexes(struct str x, struct str y, struct about_found *f)
{
	bool same = str_eq(x, y);

	if (!x.len || !y.len)
		return true;
	point(f, sex_point(same ? ABOUT_SAME : ABOUT_OTHER));
	return same;
}

/* See ABOUT_STRONG. */
static bool strong(const struct alike *name, enum birth_agrees birth, enum about_how mother,
		   int score)
{
	bool her = mother == ABOUT_SAME || mother == ABOUT_SPELLED, sure = score >= ABOUT_STRONG,
	     day = birth == BIRTH_DAY || birth == BIRTH_PART,
	     agrees =
		     day || birth == BIRTH_NEW_YEAR || birth == BIRTH_YEAR || birth == BIRTH_WITHIN;

	if (birth == BIRTH_UNKNOWN)
		return sure && ((name->full && name->words > 2 && mother != ABOUT_OTHER) ||
				(her && (name->given || name->full)));
	if (birth == BIRTH_OTHER)
		return false;
	/* All of the name is there: what is common is asked about where the birth is the same, what is rare where it is some years
	 * off, as ages that are said are. */
	if (name->full && name->words > 2 && (mother != ABOUT_OTHER || day))
		return agrees || her || sure;
	if (name->full && name->words > 1 && day)
		return true;
	if (name->full && name->words == 1)
		return agrees;
	/* Father and son may have the same words in another order, and are not born in one year. */
	return sure && birth_near(birth) &&
	       (name->given || (name->likely && agrees && mother != ABOUT_OTHER));
}

static int score_of(double odds)
{
	return (int)lrint(1000 / (1 + exp(-odds / COST_NAT)));
}

void about_compare(const struct about_asked *q, const struct about *other, struct about_found *out)
{
	const struct about *who = q->who;
	enum birth_agrees birth;
	enum about_how mother;
	struct alike name;
	double odds;
	bool sex;

	memset(out, 0, sizeof *out);
	name = names_compare(q, other, out);
	birth_point(q, other->birth, out, &birth);
	mother = other_name(ABOUT_MOTHER, who->mother, who->mothers, other->mother, other->mothers,
			    q->says.mother, out);
	(void)other_name(ABOUT_ORIGIN, &who->origin, who->origin.len > 0, &other->origin,
			 other->origin.len > 0, origin_says, out);
	sex = sexes(who->sex, other->sex, out);
	odds = out->weight - q->among;
	out->score = score_of(odds);
	out->strong = sex && strong(&name, birth, mother, out->score);
	out->sure =
		(struct about_sure){ .odds = (int)lrint(odds),
				     .if_sure = sex && strong(&name, birth, mother, ABOUT_STRONG),
				     .anyway = sex && strong(&name, birth, mother, 0) };
}

static struct about_point origin_point(const struct about_told *t)
{
	const int says[ABOUT_HOWS] = { [ABOUT_SAME] = origin_says[MOTHER_SAME],
				       [ABOUT_WITHIN] = ORIGIN_WITHIN,
				       [ABOUT_COUNTRY] = ORIGIN_COUNTRY,
				       [ABOUT_OTHER] = origin_says[MOTHER_OTHER] };

	return (struct about_point){ .field = ABOUT_ORIGIN,
				     .how = t->origin,
				     .agrees = t->origin != ABOUT_OTHER,
				     .weight = says[t->origin],
				     .asked = t->place };
}

void about_surer(const struct about_told *t, struct about_sure *sure, int *score, bool *strong)
{
	if (t->origin != ABOUT_HOWS)
		sure->odds += origin_point(t).weight;
	if (t->sex != ABOUT_HOWS)
		sure->odds += sex_point(t->sex).weight;
	if (t->sex == ABOUT_OTHER)
		sure->if_sure = sure->anyway = false;
	if (t->origin == ABOUT_HOWS && t->sex == ABOUT_HOWS)
		return;
	*score = score_of(sure->odds);
	*strong = sure->anyway || (sure->if_sure && *score >= ABOUT_STRONG);
}

void about_tell(const struct about_told *t, struct about_found *f)
{
	if (t->origin != ABOUT_HOWS)
		point(f, origin_point(t));
	if (t->sex != ABOUT_HOWS)
		point(f, sex_point(t->sex));
	about_surer(t, &f->sure, &f->score, &f->strong);
}
