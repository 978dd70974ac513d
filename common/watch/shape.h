/* shape.h - what types are made of, as debugging information has it. */
#ifndef WATCH_SHAPE_H
#define WATCH_SHAPE_H

#include <elfutils/libdw.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The type of a variable, a member, or an array's elements: as it is written,
   or what is behind typedefs and qualifiers. False: there is none, or it is a
   lock's or the like, which has no parts for us. */
bool shape_type_as_written(Dwarf_Die *die, Dwarf_Die *type);
bool shape_type(Dwarf_Die *die, Dwarf_Die *type);

/* A structure that is only declared becomes what is defined by its name in
   another of the program's files; without one it stays as it is. */
void shape_complete(Dwarf_Die *type);

/* Its last member is an array without an end. */
bool shape_has_tail(Dwarf_Die *structure);

/* Appends ".member" and "[index]" for what is at `offset` of a thing of this
   type, which is changed. Members whose names are reserved add nothing: nobody
   wrote them. */
void shape_path(Dwarf_Die *type, uint64_t offset, char *name, size_t size);

/* The compiler's or a library's own: "__val". */
bool shape_is_reserved(const char *name);

/* How far into a structure the lock or the like is that is called so: "lock",
   or "getters.changed". Where that is a structure around it, the path becomes
   "getters.changed.notified". False: none is. */
bool shape_member(Dwarf_Die *structure, char *path, size_t size,
                  uint64_t *offset);

#endif
