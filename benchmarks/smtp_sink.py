"""A mail server that takes everything and keeps nothing, in a process of its own.

It prints its port, serves until its input ends, and prints how many messages it got.
"""

import asyncio
import sys


class Sink(asyncio.Protocol):
    """As little of SMTP as a sender needs."""

    messages = 0

    def connection_made(self, transport):
        self.transport = transport
        self.buffer, self.in_data = b"", False
        transport.write(b"220 sink\r\n")

    def data_received(self, data):
        self.buffer += data
        while self.step():
            pass

    def step(self):
        """Take one line, or one message; return whether there was one."""
        end = b"\r\n.\r\n" if self.in_data else b"\r\n"
        head, found, rest = self.buffer.partition(end)
        if not found:
            return False
        self.buffer = rest
        if self.in_data:
            self.in_data = False
            Sink.messages += 1
            self.answer(b"250 taken")
        else:
            self.command(head.upper())
        return True

    def command(self, line):
        if line.startswith(b"DATA"):
            self.in_data = True
            self.answer(b"354 go on")
        elif line.startswith(b"QUIT"):
            self.answer(b"221 bye")
            self.transport.close()
        else:
            self.answer(b"250 sink")

    def answer(self, text):
        self.transport.write(text + b"\r\n")


async def main():
    loop = asyncio.get_running_loop()
    server = await loop.create_server(Sink, "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await loop.run_in_executor(None, sys.stdin.read)
    print(Sink.messages, flush=True)


asyncio.run(main())
