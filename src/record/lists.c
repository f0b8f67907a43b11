/* See lists.h. Figures are checked by shape only: their table stands in figure/, and what a delta may
 * say is recomputed from the record. */
#include "record/lists.h"

#include <stddef.h>
#include <string.h>

#include "base/utf8.h"
#include "base/banned.h"

#define ROLES                                                                                \
	" adjudicator aid approver auditor authority case_worker certificate_officer chief " \
	"corridor_counter dpo editor giver keyd liaison mine_action monitor operator "       \
	"panel press protection reception registrar scheduler screener storekeeper "         \
	"transfer weapons_officer "

static const char roles[] = ROLES;

/* ISO 639-3: languages that notices and interpreters at such centres have needed. */
static const char languages[] = " ara apc arz acm ary aeb apd ajp aii syr kmr ckb sdh tur azb aze "
				"hye ell heb fas prs pus urd bal"
				" uzb tuk kaz kir tgk uig che ava dar kum krc kbd ady lez oss kat "
				"rus ukr bel pol ces deu nld eng"
				" fra spa por ita ron bul srp hrv bos sqi mkd som orm amh tir swa "
				"hau ful kan ber kab rif shi zgh"
				" wol bam sag lin kon lug nyn kin run din nus luo zha zho cmn hin "
				"ben pan mya tgl ceb mdh tsg ind"
				" msa ";

/* ISO 3166-1 alpha-3, and ICAO 9303: XXA stateless, XXX unknown. */
static const char countries[] = " ABW AFG AGO AIA ALA ALB AND ARE ARG ARM ASM ATA ATF ATG AUS AUT "
				"AZE BDI BEL BEN BES BFA BGD BGR BHR"
				" BHS BIH BLM BLR BLZ BMU BOL BRA BRB BRN BTN BVT BWA CAF CAN CCK "
				"CHE CHL CHN CIV CMR COD COG COK COL"
				" COM CPV CRI CUB CUW CXR CYM CYP CZE DEU DJI DMA DNK DOM DZA ECU "
				"EGY ERI ESH ESP EST ETH FIN FJI FLK"
				" FRA FRO FSM GAB GBR GEO GGY GHA GIB GIN GLP GMB GNB GNQ GRC GRD "
				"GRL GTM GUF GUM GUY HKG HMD HND HRV"
				" HTI HUN IDN IMN IND IOT IRL IRN IRQ ISL ISR ITA JAM JEY JOR JPN "
				"KAZ KEN KGZ KHM KIR KNA KOR KWT LAO"
				" LBN LBR LBY LCA LIE LKA LSO LTU LUX LVA MAC MAF MAR MCO MDA MDG "
				"MDV MEX MHL MKD MLI MLT MMR MNE MNG"
				" MNP MOZ MRT MSR MTQ MUS MWI MYS MYT NAM NCL NER NFK NGA NIC NIU "
				"NLD NOR NPL NRU NZL OMN PAK PAN PCN"
				" PER PHL PLW PNG POL PRI PRK PRT PRY PSE PYF QAT REU ROU RUS RWA "
				"SAU SDN SEN SGP SGS SHN SJM SLB SLE"
				" SLV SMR SOM SPM SRB SSD STP SUR SVK SVN SWE SWZ SXM SYC SYR TCA "
				"TCD TGO THA TJK TKL TKM TLS TON TTO"
				" TUN TUR TUV TWN TZA UGA UKR UMI URY USA UZB VAT VCT VEN VGB VIR "
				"VNM VUT WLF WSM YEM ZAF ZMB ZWE XXA"
				" XXX ";

static bool word_in(const char *words, struct str code)
{
	const char *at = words, *end = words + strlen(words);

	while (code.len && (at = memmem(at, (size_t)(end - at), code.s, code.len))) {
		bool begins = at == words || at[-1] == ' ';

		at += code.len;
		if (begins && (at == end || *at == ' '))
			return !memchr(code.s, ' ', code.len);
	}
	return false;
}

/* A capital letter, one or two digits, perhaps a small letter: P13, T1c. */
static bool figure_shape(struct str c)
{
	size_t i = 1;

	if (c.len < 2 || c.len > 4 || c.s[0] < 'A' || c.s[0] > 'Z')
		return false;
	while (i < c.len && i < 3 && c.s[i] >= '0' && c.s[i] <= '9')
		i++;
	if (i > 1 && i < c.len && c.s[i] >= 'a' && c.s[i] <= 'z')
		i++;
	return i == c.len && i > 1;
}

bool list_has(struct str list, struct str code)
{
	if (str_eq(list, S("roles")))
		return word_in(roles, code);
	if (str_eq(list, S("iso639-3")))
		return word_in(languages, code);
	if (str_eq(list, S("iso3166-1-alpha-3")))
		return word_in(countries, code);
	if (str_eq(list, S("figures")))
		return figure_shape(code);
	if (str_eq(list, S("figure_details")))
		return code.len && code.len <= 48 && utf8_plain(code);
	return false;
}

const char *list_want(struct str list)
{
	static const struct {
		const char *list, *want;
	} wants[] = {
		{ "roles", "a role, one of" ROLES "(see: sulh help officer)" },
		{ "iso639-3",
		  "a language's three letters of ISO 639-3, as ara, kmr, ckb, tur, eng; of several "
		  "languages under one name the one that is spoken (kmr or ckb, not kur)" },
		{ "iso3166-1-alpha-3", "a country's three capital letters of ISO 3166-1, as SYR, "
				       "IRQ, TUR; XXA of no country, "
				       "XXX unknown" },
		{ "figures", "a figure's code, as P2 or T1c" },
	};

	for (size_t i = 0; i < sizeof wants / sizeof *wants; i++)
		if (str_eq(list, str_of(wants[i].list)))
			return wants[i].want;
	return "up to 48 characters of plain text";
}
