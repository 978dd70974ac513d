/* sockets.c - does each send arrive as one receive?

   Watch: two messages are sent; how many pieces arrive depends on when main
   reads. The frames around them do not.
   Compare with: message_queue.c, where the kernel keeps messages apart. */
#include "../must.h"

#include <arpa/inet.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

enum { ROOM = 64 };

static struct sockaddr_in here = {.sin_family = AF_INET};

/* One byte of length, then the message. */
static void send_framed(int peer, const char *text)
{
    char frame[ROOM];
    size_t length = strlen(text);

    frame[0] = (char)length;
    memcpy(frame + 1, text, length);
    MUST_NOT_BE_NEGATIVE(send(peer, frame, 1 + length, 0)); /* @send */
}

static void client(void)
{
    int peer;

    MUST_NOT_BE_NEGATIVE(peer = socket(AF_INET, SOCK_STREAM, 0));
    MUST_NOT_BE_NEGATIVE(
        connect(peer, (struct sockaddr *)&here, sizeof here)); /* @connect */
    send_framed(peer, "one");
    send_framed(peer, "two");
    MUST_NOT_BE_NEGATIVE(close(peer));
    exit(0);
}

int main(void)
{
    socklen_t size = sizeof here;
    char bytes[ROOM];
    int listener, peer, pieces = 0, messages = 0, all = 0;
    ssize_t got;
    pid_t child;

    here.sin_addr.s_addr = htonl(INADDR_LOOPBACK); /* @localhost */
    MUST_NOT_BE_NEGATIVE(listener = socket(AF_INET, SOCK_STREAM, 0));
    MUST_NOT_BE_NEGATIVE(bind(listener, (struct sockaddr *)&here, size));
    MUST_NOT_BE_NEGATIVE(
        getsockname(listener, (struct sockaddr *)&here, &size)); /* @port */
    MUST_NOT_BE_NEGATIVE(listen(listener, 1));
    MUST_NOT_BE_NEGATIVE(child = fork());
    if (child == 0)
        client();
    MUST_NOT_BE_NEGATIVE(peer = accept(listener, NULL, NULL)); /* @accept */
    while ((got = recv(peer, bytes + all, sizeof bytes - (size_t)all, 0)) > 0) {
        pieces++; /* @piece */
        all += (int)got;
    }
    MUST_NOT_BE_NEGATIVE(got);
    for (int at = 0; at < all; at += 1 + bytes[at]) /* @frames */
        printf("message %d: %.*s\n", ++messages, bytes[at], bytes + at + 1);
    MUST_NOT_BE_NEGATIVE(waitpid(child, NULL, 0));
    printf("%d messages, sent in 2, received in %d\n", messages, pieces);
    return 0;
}
