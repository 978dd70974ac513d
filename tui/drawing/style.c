/* style.c - the one table of colours. */
#include "tui/drawing/style.h"

const struct style styles[ROLE_COUNT] = {
    [ROLE_TEXT] = {-1, -1, 0, 0},
    [ROLE_DIM] = {245, -1, 0, STYLE_DIM},
    [ROLE_TITLE] = {-1, -1, STYLE_BOLD, STYLE_BOLD},
    [ROLE_HEADING] = {75, 6, STYLE_BOLD, STYLE_BOLD | STYLE_UNDERLINE},
    [ROLE_STRONG] = {-1, -1, STYLE_BOLD, STYLE_BOLD},
    [ROLE_CODE] = {180, 3, 0, 0},
    [ROLE_COMMENT] = {245, -1, 0, STYLE_DIM},
    [ROLE_KEY] = {75, 6, STYLE_BOLD, STYLE_BOLD},
    [ROLE_BORDER] = {240, -1, 0, STYLE_DIM},
    [ROLE_FOCUS] = {75, 6, STYLE_BOLD, STYLE_BOLD},
    [ROLE_SELECTED] = {-1, -1, STYLE_REVERSE, STYLE_REVERSE},
    [ROLE_RUNNING] = {75, 6, 0, 0},
    [ROLE_WANTS] = {180, 3, 0, 0},
    [ROLE_WAITING] = {208, 3, STYLE_BOLD, STYLE_BOLD},
    [ROLE_SLEEPING] = {104, 4, 0, 0},
    [ROLE_ENDED] = {245, -1, 0, STYLE_DIM},
    [ROLE_HELD] = {221, 3, 0, STYLE_BOLD},
    [ROLE_ALARM] = {208, 1, STYLE_BOLD | STYLE_REVERSE,
                    STYLE_BOLD | STYLE_REVERSE},
    [ROLE_GOOD] = {75, 6, STYLE_BOLD, STYLE_BOLD},
};

/* The cube of 6 x 6 x 6 colours stands from 16 on, 24 greys from 232. */
unsigned style_rgb(short colour)
{
    static const unsigned steps[6] = {0, 95, 135, 175, 215, 255};
    unsigned index = colour < 16 ? 0 : (unsigned)colour - 16;

    if (colour >= 232) {
        unsigned grey = 8 + 10 * ((unsigned)colour - 232);

        return grey << 16 | grey << 8 | grey;
    }
    return steps[index / 36] << 16 | steps[index / 6 % 6] << 8 |
           steps[index % 6];
}

unsigned style_darker(unsigned rgb)
{
    return (rgb >> 16) / 2 << 16 | (rgb >> 8 & 0xff) / 2 << 8 |
           (rgb & 0xff) / 2;
}
