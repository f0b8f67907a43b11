"""press.json, made anew from the entries and the figures of the bulletins, by doc/format.md section 6."""
import datetime
import json

WINDOWS = {"h24": 4, "d3": 5, "total": 6, "now": 7}
PERIODS = {"past24h": "h24", "daily": "h24", "past3d": "d3", "total": "total", "to_date": "total"}


def day_text(day):
    return (datetime.date(1970, 1, 1) + datetime.timedelta(day)).isoformat()


def entry(index):
    return None if index is None else "hq/%d" % index


def ref(r, name):
    return r.get(name)[1] if name in r else None


def held(claim, finding, bulletins, lines_of, country):
    """The row of a bulletin that has the number which the difference gives."""
    if "value" not in claim or ("difference" not in finding and finding.get("verdict") != "same"):
        return None
    value = claim.n("value") - (finding.n("difference") if "difference" in finding else 0)
    named = {to[1] for to in finding.get("against")}
    first = PERIODS.get(claim.get("period"))
    for index, _, b in bulletins:
        for period in ([first] if first else []) + ["total", "now", "h24", "d3"]:
            for line in lines_of.get(index, []) if index in named else []:
                if (line[1], line[2]) != (claim.get("figure"), claim.get("place_of") or country):
                    continue
                if line.get(WINDOWS[period]) == value:
                    return {"bulletin": day_text(b.get("day")), "entry": entry(index), "place_code": line[2],
                            "detail": line.get(3), "period": period, "value": value, "qualifier": line[8]}
    return None


def put_finding(claim, finding, bulletins, lines_of, country):
    if not finding:
        return None
    days = {index: day_text(b.get("day")) for index, _, b in bulletins}
    out = {"entry": entry(finding.index), "found_on": day_text(finding.day), "verdict": finding.get("verdict"),
           "against": "|".join([days[to[1]] for to in finding.get("against") if to[1] in days][:8])}
    if "difference" in finding:
        out["difference"] = finding.n("difference")
    out["reply"] = finding.get("reply")
    out["register"] = held(claim, finding, bulletins, lines_of, country)
    return out


def put_claim(claim, claims, finding):
    value, source = claim.get("value"), claim
    while ref(source, "copied_from") in claims:
        source = claims[ref(source, "copied_from")]
    out = {"entry": entry(claim.index), "published_on": day_text(claim.get("published_on"))}
    for name in ("outlet", "url", "language", "quote", "figure", "period", "stance", "speaker"):
        out[name] = claim.get(name)
    out["value_at"] = (claim.get("spans") or [None])[0]
    out["place_code"] = claim.get("place_of")
    if value:
        out["value"] = claim.n("value")
    out.update({"qualifier": claim.get("qualifier") or (value and value[1]) or None,
                "copied_from": entry(ref(claim, "copied_from")), "source": entry(source.index),
                "copies": sum(ref(c, "copied_from") == claim.index for c in claims.values()),
                "speaker_org": entry(ref(claim, "speaker_org")), "kept_on": day_text(claim.day), "finding": finding})
    return out


def press_json(hq, bulletins, lines_of, country):
    """The text of the file; None where there is no claim."""
    gone = {old for _, old in hq.corrections}
    left = [r for i, r in sorted(hq.records.items()) if i not in gone]
    claims = {r.index: r for r in left if r.kind.name == "press_claim"}
    newest = {ref(r, "claim"): r for r in left if r.kind.name == "press_finding"}
    lines = []
    for claim in sorted(claims.values(), key=lambda c: (c.get("published_on"), c.index)):
        finding = put_finding(claim, newest.get(claim.index), bulletins, lines_of, country)
        lines.append(json.dumps(put_claim(claim, claims, finding), ensure_ascii=False, separators=(",", ":")))
    return '{"sulh":"press/v1","claims":[' + ",".join("\n" + x for x in lines) + "\n]}\n" if lines else None
