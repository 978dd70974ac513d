/* identity.h - what would differ from run to run. */
#ifndef RUNTIME_IDENTITY_H
#define RUNTIME_IDENTITY_H

/* Random numbers begin as at the start of the program. */
void identity_reset(void);

#endif
