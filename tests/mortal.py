"""A process that works requests off and may die at a step: `python -m tests.mortal DATABASE_URL [STEP]`.

Each step that is done is printed as a line "REQUEST STEP"; with STEP the process ends as kill -9 would, in
the middle of that step, after its line.
"""

from __future__ import annotations

import asyncio
import os
import signal
import sys

from bot.runtime.database import open_engine
from bot.runtime.work import Work

STEPS = ("accept", "read", "answer")


async def main(database_url: str, deadly_step: str = "") -> None:
    engine = open_engine(database_url)
    work = Work(engine, worker_id=f"mortal-{'first' if deadly_step else 'second'}", concurrency=4)
    idle = asyncio.Event()

    async def done(request_id: str, step: str) -> str:
        print(request_id, step, flush=True)
        if step == deadly_step:
            os.kill(os.getpid(), signal.SIGKILL)
        return step

    async def answer(request_id: str, payload: str) -> None:
        for step in STEPS:
            await work.step(step, done, request_id, step)
        idle.set()

    await work.begin(answer)
    if deadly_step:
        await work.put_down("one", "articles", "7", "{}")
        await work.put_down("one", "articles", "7", "{}")
    else:
        await asyncio.to_thread(work.take_over, frozenset({"mortal-second"}))
    await idle.wait()
    await work.end()
    engine.dispose()


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
