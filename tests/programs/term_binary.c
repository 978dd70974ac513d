/* term_binary.c - prints what no terminal should be shown: every byte, broken
   UTF-8, wide and combining characters, sequences that clear the screen, set
   a title, and hide the cursor. */
#include <stdio.h>
#include <string.h>

int main(void)
{
    static const char rude[] =
        "\033[2J\033[H\033[31mred\033]0;title\007\033[?25l\033[?1049l\033c"
        "\xff\xfe\xc3\x28\xed\xa0\x80\xf8\x88 wide \xe6\xbc\xa2 e\xcc\x81\n";

    puts("before");
    for (int byte = 0; byte < 256; byte++)
        putchar(byte);
    putchar('\n');
    fwrite(rude, 1, strlen(rude), stdout);
    puts("after");
    return 0;
}
