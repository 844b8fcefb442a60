"""The official client of the Model Context Protocol, in both versions of it: prints what each tool answers."""

from __future__ import annotations

import asyncio
import sys

from mcp import Client


async def talk(address: str, mode: str) -> None:
    async with Client(f"{address}/api/mcp", mode=mode) as client:
        tools = await client.list_tools()
        print(f"{mode}: {', '.join(tool.name for tool in tools.tools)}")
        found = await client.call_tool("search", {"query": "refugees", "limit": 3})
        print(found.content[0].text[:600])
        paper = found.content[0].text.partition("[")[2].partition("]")[0]
        for name, arguments in (
            ("read_paper", {"id": paper}),
            ("follow_thread", {"id": paper}),
            ("resolve_citation", {"citation": f"/documents/{paper}/"}),
            ("explain_file_number", {"number": "840.48 Refugees/5425"}),
            ("chronology_of_day", {"day": "1948-03-05"}),
        ):
            result = await client.call_tool(name, arguments)
            if result.is_error:
                sys.exit(f"{name}: {result.content[0].text}")
            print(f"  {name}: {len(result.content[0].text):,} characters: {result.content[0].text[:100]!r}")


for one in ("legacy", "2026-07-28"):
    asyncio.run(talk(sys.argv[1], one))
