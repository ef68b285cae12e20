"""How the app looks: one style sheet, no fonts or pictures from elsewhere."""

from __future__ import annotations

from experiments.style import CHANNEL_COLOURS, GREY, INK, PALE

LIVE = CHANNEL_COLOURS["live"]

CSS = f"""
.lm {{ color:{INK}; background:#f5f6f8; min-height:100vh; font-size:13px; }}
.lm-head {{ display:flex; align-items:center; gap:14px; padding:6px 14px; background:#fff;
  border-bottom:1px solid {PALE}; position:sticky; top:0; z-index:5; min-height:56px; }}
.lm-brand {{ font-size:18px; font-weight:700; letter-spacing:-.3px; white-space:nowrap; }}
.lm-brand b {{ background:{LIVE}; color:#fff; font-size:10px; padding:1px 6px; border-radius:8px;
  vertical-align:3px; margin-left:6px; letter-spacing:.6px; }}
.lm-question {{ flex:1; min-width:0; line-height:1.25; }}
.lm-question div {{ font-weight:600; white-space:nowrap; overflow:hidden; text-overflow:ellipsis; }}
.lm-question span {{ color:{GREY}; font-size:12px; display:block; white-space:nowrap;
  overflow:hidden; text-overflow:ellipsis; }}
.lm-day {{ width:150px; }}
.lm-day b {{ font-size:15px; }}
.lm-bar {{ height:4px; background:#eceef1; border-radius:2px; margin-top:3px; }}
.lm-bar i {{ display:block; height:4px; background:{LIVE}; border-radius:2px; }}
.lm-body {{ display:flex; align-items:flex-start; }}
.lm-side {{ width:300px; flex:none; padding:10px 0 30px 12px; max-height:calc(100vh - 57px);
  overflow-y:auto; position:sticky; top:57px; }}
.lm-main {{ flex:1; min-width:0; padding:8px 14px 30px; }}
.lm-card {{ background:#fff; border:1px solid #e5e7eb; border-radius:10px; padding:10px 12px;
  margin-bottom:10px; }}
.lm-card h3, .lm-card h4 {{ font-size:14.5px; line-height:1.25; font-weight:650; margin:0 0 2px; }}
.lm-card h4 {{ font-size:13px; }}
.lm-note {{ color:{GREY}; font-size:11.5px; line-height:1.35; margin:0 0 4px !important; }}
.lm-card svg {{ width:100%; height:auto; display:block; }}
.lm-card svg text {{ font-family:inherit; }}
.lm-key {{ display:flex; flex-wrap:wrap; gap:2px 12px; font-size:11.5px; margin:2px 0; }}
.lm-key span {{ display:flex; align-items:center; gap:5px; }}
.lm-key i {{ display:inline-block; width:11px; height:11px; border-radius:2px; }}
.lm-key i.lm-dot {{ border-radius:50%; border:1px solid #9aa0aa; }}
.lm-key i.lm-line {{ height:3px; width:16px; }}
.lm-nothing {{ color:{GREY}; padding:34px 10px; text-align:center; }}
.lm-table {{ width:100%; border-collapse:collapse; font-size:12px; }}
.lm-table th {{ color:{GREY}; font-weight:500; text-align:right; padding:3px 6px; }}
.lm-table td {{ text-align:right; padding:3px 6px; border-top:1px solid #eef0f3;
  font-variant-numeric:tabular-nums; white-space:nowrap; }}
.lm-table th:first-child, .lm-table td:first-child {{ text-align:left; }}
.lm-grid {{ display:grid; gap:0 10px; grid-template-columns:repeat(12, 1fr); }}
.lm-kpis {{ display:flex; gap:8px; margin-bottom:8px; }}
.lm-kpi {{ flex:1; background:#fff; border:1px solid #e5e7eb; border-radius:10px;
  padding:5px 10px; }}
.lm-kpi span {{ color:{GREY}; font-size:11px; }}
.lm-kpi div {{ font-size:17px; font-weight:650; line-height:1.2; font-variant-numeric:tabular-nums;
  white-space:nowrap; }}
.lm-kpi small {{ color:{GREY}; font-weight:400; font-size:11px; }}
.lm-flash {{ fill:none; stroke:{LIVE}; stroke-width:2.5; transform-box:fill-box;
  transform-origin:center; animation:lm-flash 1.1s ease-out 2 both; }}
@keyframes lm-flash {{ from {{ transform:scale(.8); opacity:1; }}
  to {{ transform:scale(4.2); opacity:0; }} }}
@media (prefers-reduced-motion: reduce) {{ .lm-flash {{ animation:none; opacity:0; }} }}
.lm-mark {{ display:inline-block; width:9px; height:9px; border-radius:2px; margin-right:6px; }}
.lm-count {{ font-size:54px; line-height:1; font-weight:700; color:{LIVE}; margin:8px 0;
  font-variant-numeric:tabular-nums; }}
@property --n {{ syntax:"<integer>"; inherits:false; initial-value:0; }}
.lm-running {{ animation:lm-run-up 12s linear both; counter-reset:n var(--n); }}
.lm-running::after {{ content:counter(n); }}
.lm-unroll {{ animation:lm-unroll 12s linear both; }}
@keyframes lm-unroll {{ from {{ clip-path:inset(0 96% 0 0); }} to {{ clip-path:inset(0); }} }}
.lm-now {{ border-left:4px solid #009E73; }}
.lm-reset {{ border-left:4px solid #E69F00; }}
.lm-tag {{ font-size:10.5px; font-weight:600; border-radius:8px; padding:1px 7px; color:#fff; }}
.lm-now .lm-tag {{ background:#00795a; }}
.lm-reset .lm-tag {{ background:#8a5f00; }}
.lm-row {{ display:flex; justify-content:space-between; gap:8px; font-size:12px; margin-top:5px; }}
.lm-row b {{ font-variant-numeric:tabular-nums; white-space:nowrap; }}
.lm-row.lm-changed b {{ color:#a34700; }}
.lm .v-input__slider {{ margin:0; padding:0; min-height:24px; }}
.lm .v-input__slider .v-input__slot {{ margin:0; min-height:22px; }}
.lm .v-slider {{ min-height:22px !important; height:22px; margin:0 6px !important; }}
.lm-side .v-select {{ margin:0; padding-top:8px; }}
.lm-pace {{ display:grid; grid-template-columns:auto auto; gap:3px 7px; align-items:center; }}
.lm-pace > span {{ color:{GREY}; font-size:11px; text-align:right; }}
.lm .v-slide-group__content {{ transform:none !important; }}
.lm .v-tabs-bar {{ background:transparent !important; }}
.lm .v-select .v-text-field__details, .lm .v-select .v-messages {{ display:none; }}
.lm-pace .v-btn, .lm-tools .v-btn-toggle .v-btn {{ height:20px !important;
  font-size:11px !important; padding:0 7px !important; min-width:0 !important; }}
.lm-tools {{ display:flex; align-items:center; gap:10px; margin-bottom:8px; }}
.lm-tools .v-btn-toggle .v-btn {{ height:28px !important; padding:0 12px !important; }}
.lm .v-tabs {{ margin-bottom:8px; }}
.lm .v-tab {{ text-transform:none; letter-spacing:0; font-size:13.5px; min-width:84px; }}
.lm .v-btn {{ text-transform:none; letter-spacing:0; }}
.lm p {{ margin-bottom:4px; }}
.lm-alert {{ background:#fdecea; border:1px solid #e6a29b; border-radius:8px; padding:8px 12px;
  margin-bottom:8px; }}
"""

# how wide each panel is, in twelfths of the page
WIDTH = {
    "hint": "1 / 13",
    "network": "1 / 7; grid-row: 1 / 3",
    "orders": "7 / 13",
    "stars": "7 / 13",
    "orders_second": "1 / 9",
    "counter": "9 / 13",
    "viewers": "1 / 7",
    "arousal": "7 / 13",
    "stock": "1 / 7",
    "pitches": "7 / 13",
    "modes": "1 / 13",
    "forecast": "1 / 13",
    "outcome": "5 / 13",
    "gains": "1 / 7",
    "funnel": "7 / 13",
    "price_parts": "1 / 13",
    "differences": "1 / 6",
    "compare_modes": "6 / 13",
}
