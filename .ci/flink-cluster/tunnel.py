#!/usr/bin/env python3
"""Listens here, connects in the network namespace of another process: tunnel.py PORT:HOST:PORT PID."""

import ctypes
import os
import socket
import sys
import threading

port, host, target = sys.argv[1].split(":")
listener = socket.create_server(("127.0.0.1", int(port)))
CLONE_NEWNET = 0x40000000
if ctypes.CDLL(None, use_errno=True).setns(os.open(f"/proc/{sys.argv[2]}/ns/net", os.O_RDONLY), CLONE_NEWNET):
    sys.exit(os.strerror(ctypes.get_errno()))


def pump(source, sink):
    try:
        while data := source.recv(1 << 16):
            sink.sendall(data)
        sink.shutdown(socket.SHUT_WR)
    except OSError:
        source.close()
        sink.close()


while True:
    near = listener.accept()[0]
    try:
        far = socket.create_connection((host, int(target)))
    except OSError:
        near.close()
        continue
    for ends in ((near, far), (far, near)):
        threading.Thread(target=pump, args=ends, daemon=True).start()
