/* The tables of all kinds and parts, one line each. A new kind is its file and its line here. */
#ifndef SULH_RECORD_KINDS_H
#define SULH_RECORD_KINDS_H

#include "record/kind.h"

#define KINDS(X)            \
	X(operation)        \
	X(offset)           \
	X(retention_rule)   \
	X(centre)           \
	X(place)            \
	X(party)            \
	X(officer)          \
	X(log_key)          \
	X(log_head)         \
	X(access_grant)     \
	X(access_event)     \
	X(erased_tag)       \
	X(erasure)          \
	X(data_incident)    \
	X(delayed_sum)      \
	X(bulletin)         \
	X(bulletin_figure)  \
	X(bulletin_check)   \
	X(restatement)      \
	X(leaflet)          \
	X(cut)              \
	X(attest)           \
	X(audit)            \
	X(decree)           \
	X(decree_window)    \
	X(agreement)        \
	X(truce_sheet)      \
	X(settlement_act)   \
	X(violation)        \
	X(casualty)         \
	X(district_status)  \
	X(group_arrival)    \
	X(presentation)     \
	X(registration)     \
	X(name_part)        \
	X(document)         \
	X(dependant)        \
	X(correction)       \
	X(notice)           \
	X(pledge)           \
	X(check)            \
	X(step)             \
	X(decision)         \
	X(appeal)           \
	X(certificate)      \
	X(standing)         \
	X(pledge_case)      \
	X(effect_notice)    \
	X(stop_report)      \
	X(handover)         \
	X(closing)          \
	X(stay)             \
	X(discharge)        \
	X(plan)             \
	X(benefit)          \
	X(request)          \
	X(dedup_link)       \
	X(merge)            \
	X(child_referral)   \
	X(testimony)        \
	X(tracing)          \
	X(belongings)       \
	X(list_loaded)      \
	X(exchange_taken)   \
	X(weapon_item)      \
	X(handed_by_person) \
	X(ammo_lot)         \
	X(stock_move)       \
	X(weapon_receipt)   \
	X(corridor)         \
	X(corridor_count)   \
	X(count_pair)       \
	X(convoy)           \
	X(convoy_count)     \
	X(convoy_event)     \
	X(passenger)        \
	X(captive_release)  \
	X(freed_person)     \
	X(return_count)     \
	X(clearance_task)   \
	X(clearance_report) \
	X(eo_item)          \
	X(clearance_qa)     \
	X(deployment)       \
	X(accident)         \
	X(site)             \
	X(restoration)      \
	X(distribution)     \
	X(aid_item)         \
	X(facility)         \
	X(facility_count)   \
	X(medical_count)    \
	X(press_claim)      \
	X(press_finding)    \
	X(veiled)

#define DECLARE(k) extern const struct kind kind_##k;
KINDS(DECLARE)
#undef DECLARE

#endif
