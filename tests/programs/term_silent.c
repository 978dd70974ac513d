/* term_silent.c - prints nothing and ends at once. */
int main(void)
{
    return 0;
}
