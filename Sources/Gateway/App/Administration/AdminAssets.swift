// SPDX-License-Identifier: Apache-2.0

/// The administration's own style and script, beside the pages'.
enum AdminAssets {
    static let style = """
        .bar, main, footer { max-width: 80rem; }
        nav.admin { display: flex; flex-wrap: wrap; gap: .5rem 1.5rem; align-items: center; }
        nav.admin ul { display: flex; flex-wrap: wrap; gap: 0 1.25rem; list-style: none; margin: 0; padding: 0; flex: 1; }
        nav.admin a { display: inline-block; padding: .55rem 0; }
        nav.admin a[aria-current] { color: inherit; font-weight: 700; text-decoration: none;
          border-bottom: 3px solid var(--accent); }
        .scroll { overflow-x: auto; margin: 1rem 0; }
        table { width: max-content; min-width: 100%; border-collapse: collapse; font-size: .9rem; line-height: 1.5; font-variant-numeric: tabular-nums; }
        caption { text-align: left; font-weight: 600; font-size: 1.05rem; padding: .4rem 0; }
        th, td { text-align: left; vertical-align: top; padding: .3rem .8rem .3rem 0; border-bottom: 1px solid var(--line);
          max-width: 36rem; overflow-wrap: anywhere; }
        th { font-weight: 600; }
        td { min-width: 3.5rem; }
        thead th, td > time, th > a, th > time { white-space: nowrap; }
        .number { text-align: right; white-space: nowrap; }
        td button, nav.admin button { min-height: 0; padding: .25rem .7rem; }
        td p { margin: 0; }
        .sides { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(24rem, 100%), 1fr)); gap: 0 3rem;
          align-items: start; }
        .sides > * { min-width: 0; }
        .sides h2 { margin: 1rem 0 0; font-weight: 600; font-size: 1.05rem; padding: .4rem 0; }
        dl { margin: 1rem 0; }
        dl > div { display: flex; flex-wrap: wrap; gap: 0 1rem; padding: .15rem 0; }
        dt { min-width: 11rem; color: var(--quiet); }
        dd { margin: 0; overflow-wrap: anywhere; min-width: 0; }
        pre { overflow-x: auto; white-space: pre-wrap; overflow-wrap: anywhere; border: 1px solid var(--line); padding: .7rem; }
        .filters { display: flex; flex-wrap: wrap; gap: .2rem 1rem; align-items: end; }
        .filters > div { flex: 1 1 11rem; max-width: 26rem; }
        .filters > a { padding: .6rem 0; }
        .deeds { display: flex; flex-wrap: wrap; gap: 1rem; align-items: start; }
        .attention { padding: 0; list-style: none; }
        .attention li { border-left: .3rem solid var(--alarm); padding: .2rem .8rem; margin: .3rem 0; }
        .said { font-weight: 600; }
        .why { border-left: .3rem solid var(--accent); padding: .2rem .8rem; }
        .box { display: block; font-weight: 400; }
        input[type="checkbox"] { width: 1.4rem; min-height: 1.4rem; accent-color: var(--accent); }
        meter { width: 14rem; max-width: 100%; vertical-align: middle; }
        figure { margin: 1rem 0; }
        figcaption { font-weight: 600; font-size: 1.05rem; }
        .chart { display: block; width: 100%; min-width: 62.5rem; height: auto; color: var(--ink); }
        .chart text { fill: var(--ink); font-size: 12px; }
        .chart .line { stroke: var(--line); }
        .chart .waits, .legend .waits { fill: var(--line); background: var(--line); }
        .chart .runs, .legend .runs { fill: var(--accent); background: var(--accent); }
        .chart .dead, .legend .dead { fill: var(--alarm); background: var(--alarm); }
        .legend .key { display: inline-block; width: 1rem; height: .8rem; margin: 0 .3rem 0 .8rem; }
        @media (forced-colors: active) { .chart .waits { fill: GrayText; } .chart .runs, .chart .dead { fill: CanvasText; } }
        @media (min-width: 64rem) {
          table { width: 100%; }
          section > dl { columns: 2; column-gap: 3rem; }
          section > dl > div { break-inside: avoid; }
          section > dl dd { flex: 1; }
          td > a { white-space: nowrap; }
        }
        @media (max-width: 30rem) { dt { min-width: 100%; } }

        """

    static let script = """
        "use strict";
        (() => {
          const place = document.querySelector("[data-admin-events]");
          if (!place || !window.EventSource) return;
          let isLooking = false;
          let isStale = false;
          // The server draws the parts: the page is asked for again, and what changed in it is taken over.
          const look = async () => {
            if (document.hidden || isLooking) { isStale = true; return; }
            isLooking = true;
            isStale = false;
            try {
              const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
              if (answer.redirected) { location.reload(); return; }
              if (answer.ok) {
                const page = new DOMParser().parseFromString(await answer.text(), "text/html");
                for (const old of document.querySelectorAll("[data-live]")) {
                  const fresh = page.getElementById(old.id);
                  // What somebody is on stays under him.
                  if (!fresh || old.contains(document.activeElement)) continue;
                  if (old.innerHTML !== fresh.innerHTML) old.replaceWith(document.adoptNode(fresh));
                }
              }
            } catch { isStale = true; } finally { isLooking = false; }
          };
          // A browser comes back by itself where nobody answers, but not where a proxy answers in the gateway's place.
          const listen = () => {
            const events = new EventSource(place.dataset.adminEvents);
            events.addEventListener("moved", look);
            events.addEventListener("error", () => {
              if (events.readyState !== EventSource.CLOSED) return;
              // Logged out: the page leads to the login.
              look();
              setTimeout(listen, 3000 + Math.random() * 4000);
            });
          };
          listen();
          document.addEventListener("visibilitychange", () => { if (!document.hidden && isStale) look(); });
        })();

        """
}
