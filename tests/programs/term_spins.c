/* term_spins.c - never ends, and does nothing that could be noticed. */
int main(void)
{
    for (volatile unsigned long turns = 0;; turns++)
        continue;
}
