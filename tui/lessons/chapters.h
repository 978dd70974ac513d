/* chapters.h - pages in the folders of chapters: lessons', and exercises'. */
#ifndef TUI_LESSONS_CHAPTERS_H
#define TUI_LESSONS_CHAPTERS_H

/* A page, "deadlock.md", in a chapter's folder, "4_hazards". */
typedef void chapter_page(void *context, const char *folder, const char *page);

/* Calls `visit` for each page of each chapter below `root`, in no order; hidden
   files and folders are passed over. */
void chapters_visit(const char *root, chapter_page *visit, void *context);

/* Where something stands among the chapters. */
struct chapter_place {
    const char *folder;
    int order; /* In the chapter. */
    const char *name;
};

/* As strcmp: by chapter, then order, then name. */
int chapters_compare(struct chapter_place one, struct chapter_place other);

/* What readers see for a chapter's name, "hazards": those of the lab's own are
   said in the language that was chosen. Who types a name types the name. */
const char *chapters_said(const char *name);

#endif
