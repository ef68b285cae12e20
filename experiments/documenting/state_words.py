"""Unit and meaning of every state variable, for the page that lists them (ODD, element 2).

A variable that the code has and this table lacks, or the other way round, stops the generator.
"""

from __future__ import annotations

from collections.abc import Iterator


def _words(text: str) -> Iterator[tuple[str, str]]:
    """`Class.variable` and "unit; meaning"; a line in brackets names the class of the next ones."""
    owner = ""
    for line in filter(None, map(str.strip, text.splitlines())):
        name, _, words = line.partition("; ")
        if words:
            yield f"{owner}.{name}", words
        else:
            owner = name.strip("[]")


WORDS: dict[str, str] = dict(
    _words("""
    [Traits]
    susceptibility; share; sigma: weight given to an opinion leader, in (0, 1)
    confidence; share; choice confidence, in (0, 1)
    price_sensitivity; utility; alpha: utility lost if the price rises by one reference price
    patience; utility/day; utility lost for a promised day of waiting
    habit; 1/day; chance to open the live channel on a day without being pulled
    need; ratio; need rate relative to the mean over people
    taste; taste; [n, categories, 2] personal taste relative to the centre of fashion
    budget; cents/month; online budget
    region; index; 0 supply cluster, 1 other inland, 2 abroad
    platform; index; home platform
    segment; index; age band x city tier x gender
    [State]
    arousal; arousal; m: adstock of excitement when last touched
    touched; s; second of that touch
    follows; index; [n, width] anchors followed, -1 for a free place
    trust; share; [n, width] trust in each of them
    loyal; index; [n, categories] last satisfying product, -1 for none
    loyal_times; times; [n, categories] how often it satisfied in a row
    budget_left; cents; budget of the month not yet spent
    joined; door; through which door the person became an online customer, 0 for not yet
    spoken_of; index; the anchor of what a friend spoke of last night, -1 for none
    followers; people; [anchors] how many follow each; an array of anchors, not of consumers
    [Pending]
    second; s; when the clock rings, infinite for no clock
    place; row; of the clock; -1 where there is none
    clock; table; product, anchor, session and price of the pitch, and what is left of its hazard
    [Anchor]
    index; index; which anchor
    platform; index; where it streams
    region; index; where it lives
    charisma; ratio; how strongly it stirs
    honesty; share; 1 says what it believes
    behaviour; plugin; how it chooses, discounts and overstates
    hype; quality sd; how much better than believed it makes a product sound
    parameters; group; what all anchors share
    person; index; whose luck it has; the same whoever else works
    employer; factory; whose own stream it is, None if it is free
    sessions_per_week; sessions/week; its own rate, or that of its employer
    active; flag; at work
    followers; people; counted each morning
    experience; object; what it has learned, with a row for each anchor
    [Experience]
    parameters; group; what all anchors share
    seen; exposures; [A, F] fading count, a product
    sold; orders; [A, F] the same
    came_back; orders; [A, F] the same
    pitched; slots; [A, F] smoothed slots a session, a product
    paid; orders; [A] fading count, each weighted by the part of its commission that was due
    streamed; flag; [A] whether it ever had a session
    views; exposures/slot; [A] smoothed
    income; CNY/slot; [A] smoothed, net of what the place costs
    cumulative_income; cents; [A] since the start
    unbooked; cents; [A] come in or taken back since the last session
    losing_days; day; [A] live days in a row at a loss or without a deal
    agreed; record; [A, 5, F] terms agreed with each factory: price, commission, fee, deal, rank
    terms_until; day; [A] from which they are due again
    [Platform]
    views; exposures; fading sum of exposures to pitches
    moved; orders; fading sum of orders that anchors moved, live or later
    index; index; which platform
    name; name; as in the scenario
    parameters; group; its own
    traffic; plugin; how wandering viewers are shared
    public; people; at home here
    sales; units/day; [F] smoothed
    score; 1; [F] by which products are ranked
    position; index; [F] place on the shelf, 0 on top
    counter; units; [F] sold in the last week, as shown
    reviews; orders; [F] fading count of kept and returned
    kept; orders; [F] fading count of kept
    member; flag; [F] in the programme
    incubated; flag; [F] picked for traffic
    performance; units/day; [F] by which members were picked last
    reached; people; [F] reached by each product's advertising today
    feeds; records; what its factories are shown
    ties; 1; [F] keyed uniforms that break ties of rank
    shown; units/day; [7, F] sold on each of the last days
    [SalesFeed]
    name; name; `platform_sales` or `live_data`
    platform; index; whose it is
    parameters; group; delay, noise, fake viewers
    with_taste; flag; whether it shows buyers' taste
    days; day; recorded so far
    columns; day; that it keeps: those it shows, and those not old enough
    sales; units/day; [F, columns] day d in column d % columns: noisy sales and refusals
    offered; flag; [F, columns] whether it could be ordered that morning; other days are left out
    signal; units/day; [F, columns] live and fake interest beyond live orders, at least 0, noisy
    buyers; people/day; [F, columns] buyers
    tastes; taste; [F, columns, 2] summed over buyers
    [Factory]
    cost; record; unit cost [CNY], and what it was reckoned from last
    category; index; of its product
    platform; index; the one where it sells
    region; index; where it stands
    strategy; plugin; how it sells
    parameters; group; what all factories share
    kind; group; its category
    size; units/day; what it is built for, the same for twins of all modes
    expected_demand; units/day; by market research, after a change of mode by what it sold
    design; taste; [2] point in the taste space of its category
    next_design; taste; [2] in preparation, none if there is none
    design_day; day; launch of the design, or of the one in preparation
    generation; count; designs so far
    quality; sd; true quality
    believed; sd; quality as the public believes it
    awareness; share; of people who know the brand
    open; flag; not bankrupt
    list_price; cents; price in the shop
    floor_price; cents; lowest live price it accepts
    max_slot_fee; cents; highest slot fee it pays
    advertising_budget; cents/day; that it wants to spend
    max_commission; share; highest it pays
    presale_days; day; promised wait when out of stock, -1 for no presale
    forecast; units/day; demand that its strategy expects
    chain; record; its dealers, none if it sells direct
    sales; record; what it sold of late
    trend; taste; [2] centre of fashion at the last trade fair
    review_day; day; last review of its mode
    review_worth; cents; cash and worth of own goods at that review
    judged_from; day; first evening on which its mode may be judged
    memory; 1; what a learning rule keeps about the modes
    [Pieces]
    index; index; which factory, and its one product
    chain; record; its dealers, none if it sells direct
    line; record; production line
    warehouse; units; finished and not with dealers
    produced; units; ever finished: its experience
    started; units; ever put into production
    scrapped; units; ever thrown away
    salvaged; units; ever sold off
    outside; units; with carriers and consumers, or on their way back
    [RecentSales]
    totals; units; outside at the end of each of the last 29 days
    [ProductionLine]
    capacity; units/day; most that comes off
    units; units; in production, all together
    pipeline; units; in production, by the day they finish
    marked; flag; a design is in preparation, and what was started since is its
    before_mark; units; in production for the old design
    ready; units; of the design in preparation, off the line
    [DealerChain]
    tiers; records; the factory's customer first, the shop last
    owed; units; that the factory owes the first tier
    orders; units/day; up to 365 days of orders as the factory saw them
    shared; flag; whether all tiers forecast from what consumers want
    [DealerTier]
    cover_days; day; of mean demand that it wants as inventory position
    whole; flag; whether orders are whole pieces
    forecast; rule; what it expects to be asked for in a day: the days of a window, or a level
    display; units; that it wants whatever the forecast says
    transit; units; on the way to it, by day of arrival
    on_hand; units; can be shipped or sold
    on_order; units; ordered and not yet received
    backlog; units; owed to the next stage
    [OrderBook]
    queue; orders; owed and not shipped, first come first served
    on_the_way; orders; shipped, by the day on which they arrive or are given up
    going_back; orders; returned or given up on the way, by the day of their arrival
    waiting; orders; [F] of those in the queue, as the last delivery left them
    in_transit; units; [F] on the way to consumers
    with_consumers; units; [F] received and not sent back
    coming_back; units; [F] on the way back
    [World]
    market; object; the mesa.Model that owns anchors, platforms and factories
    scenario; group; all parameters
    luck; object; source of all keyed draws
    consumers; arrays; traits, state, pending clock
    peers; network; consumer-consumer, undirected, fixed
    follow_network; network; follows at the start; those of today are in the consumers' state
    categories; groups; parameters of each category
    anchors; agents; all that ever were
    experience; object; of the anchors
    behaviours; plugins; one of each kind, for all anchors
    platforms; agents; all
    factories; agents; all that ever were
    strategies; plugins; one of each kind, for those who switch
    learning; plugin; how factories review their mode
    taste_centre; taste; [categories, 2] where fashion is
    shipping; day; [3, 3] mean days from region to region
    orders; record; open orders
    ledger; record; balances of all accounts [cents] and the reasons why they changed
    day; day; today, from 0
    gossip; record; what was told yesterday
    stories; hash table; who heard or told of which product, and when, as far back as memory reaches
    _catalog; record; of this morning
    _offers; record; the same as a shopper's utility reads it
    """)
)
