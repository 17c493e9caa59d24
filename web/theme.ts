/** The look of the console as tokens: the same colours as `ui/base.css`, given to Ant Design. Nothing else may name a colour. */
import type { ThemeConfig } from 'antd'

export const colours = {
  ink: '#1a1f26',
  ink2: '#434b56',
  ink3: '#5f6873',
  line: '#e2e5e9',
  line2: '#c9ced6',
  ground: '#f5f6f8',
  paper: '#ffffff',
  accent: '#1d4f91',
  accentHover: '#173f74',
  tint: '#eef3f9',
  tintLine: '#d5e1f0',
  red: '#b42318',
  redTint: '#fdf1ef',
  amber: '#8a5300',
  amberTint: '#fdf5e4',
  green: '#1c6b3c',
  greenTint: '#edf6f0',
} as const

/** The fills of bars in `ui/figures.css`, for charts that are drawn without a style sheet. They stay apart in grey. */
export const fills = { accent: colours.accent, soft: '#7f9fc8', pale: '#c5ccd6', red: colours.red, amber: '#c58a1f' } as const

const sans = '"Noto Sans SC","PingFang SC","Microsoft YaHei","Noto Sans CJK SC",system-ui,sans-serif'

export const theme: ThemeConfig = {
  // Without the hash, Ant Design writes plain class selectors instead of :where(), which Chromium before 88 drops.
  hashed: false,
  token: {
    colorPrimary: colours.accent,
    colorPrimaryHover: colours.accentHover,
    colorPrimaryActive: colours.accentHover,
    colorLink: colours.accent,
    colorLinkHover: colours.accentHover,
    colorInfo: colours.accent,
    colorInfoBg: colours.tint,
    colorInfoBorder: colours.tintLine,
    colorError: colours.red,
    colorErrorBg: colours.redTint,
    colorWarning: colours.amber,
    colorWarningBg: colours.amberTint,
    colorSuccess: colours.green,
    colorSuccessBg: colours.greenTint,
    colorText: colours.ink,
    colorTextSecondary: colours.ink2,
    colorTextTertiary: colours.ink3,
    colorTextQuaternary: colours.ink3,
    colorTextPlaceholder: colours.ink3,
    colorTextDisabled: colours.ink3,
    colorTextDescription: colours.ink3,
    colorBorder: colours.line2,
    colorBorderSecondary: colours.line,
    colorBgContainerDisabled: colours.ground,
    colorFillAlter: colours.ground,
    controlItemBgActive: colours.tint,
    fontFamily: sans,
    fontSize: 14,
    lineHeight: 22 / 14,
    fontWeightStrong: 600,
    borderRadius: 4,
    borderRadiusSM: 3,
    borderRadiusLG: 6,
    controlHeight: 32,
    controlHeightSM: 28,
    boxShadow: '0 8px 24px rgba(20,30,45,.12)',
    boxShadowSecondary: '0 8px 24px rgba(20,30,45,.12)',
    boxShadowTertiary: 'none',
    motion: false,
  },
  components: {
    Button: { primaryShadow: 'none', defaultShadow: 'none', dangerShadow: 'none', fontWeight: 400 },
    Form: { labelColor: colours.ink2, verticalLabelPadding: '0 0 4px', itemMarginBottom: 20 },
    Tabs: { horizontalItemGutter: 28, titleFontSize: 14 },
    Modal: { titleFontSize: 15 },
  },
}
