/*
 * What a case counts as in public. Every public effect of an act about a person is a change of class:
 * none -> open [P2+1, P3+1], open -> granted [P3-1, P4+1], open -> closed [P3-1, P13+1], closed -> open,
 * closed -> granted, granted -> closed, open -> moving [P3-1, P18+1], moving -> open, moving -> closed
 * [P18-1, P13+1] where somebody dies, or is found to be a child, on the way, and back to none by a merge. The numbers stand in the database and in sealed objects.
 */
#ifndef SULH_RECORD_CLASS_H
#define SULH_RECORD_CLASS_H

enum case_class { CLASS_NONE, CLASS_OPEN, CLASS_GRANTED, CLASS_CLOSED, CLASS_MOVING, CLASS_COUNT };

#endif
