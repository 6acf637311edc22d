# SPDX-License-Identifier: EUPL-1.2
"""What a worker sends into the child process of a job. It imports next to nothing: the worker itself never opens a newsroom."""

import logging
from dataclasses import dataclass, replace
from pathlib import Path

from pipeline import fleet, logs, settings
from pipeline.errors import ConfigError, NewsreelError
from pipeline.orders import Answer, Order

log = logging.getLogger("newsreel")


@dataclass(frozen=True, slots=True)
class Hand:
    """What a child process does with an order: put on the newsroom's keys, open it, carry the order out."""

    place: str
    """The fleet's folder or file; empty: the newsroom of `config` alone."""
    config: str
    verbose: bool = False
    log_json: bool = False
    cores: int = 0
    """Painting processes of one bulletin; 0: what the newsroom's configuration says."""

    def __call__(self, order: Order) -> Answer:
        """Carry out an order from nothing; whatever is wrong with this newsroom is its answer."""
        from pipeline.jobs import carry_out
        from pipeline.newsroom import Newsroom

        logs.begin(self.verbose, self.log_json)
        try:
            found = fleet.open_fleet(Path(self.place) if self.place else None, Path(self.config))
            config = found.config(order.newsroom)
            fleet.wear(config.resolve().parent)
            to = settings.load(config)
            room = Newsroom(replace(to, video=replace(to.video, jobs=self.cores)) if self.cores else to)
            try:
                room.catch_up()
                return carry_out(room, order)
            finally:
                room.close()
        except ConfigError as wrong:
            return Answer("failed", str(wrong))
        except NewsreelError as wrong:
            log.warning("%s %s %s: %s", order.newsroom, order.kind, order.bulletin, wrong)
            return Answer("failed", str(wrong))
