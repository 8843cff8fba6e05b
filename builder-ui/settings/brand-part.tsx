import {
  Anchor,
  Button,
  ColorInput,
  FileButton,
  Group,
  Input,
  MantineProvider,
  SegmentedControl,
  Select,
  Stack,
} from '@mantine/core';
import { useState } from 'react';
import { Icon } from '../icons/icon.tsx';
import { contrast, shadesOf } from '../shell/brand.ts';
import { toastError } from '../shell/toasts.tsx';
import { useLocale, useTexts } from '../texts/texts.ts';
import { themeOf } from '../theme.ts';
import type { PartProps } from './settings-page.tsx';
import { useSettingsTexts } from './settings-texts.ts';
import type { Brand, BrandFont } from './tenant-api.ts';
import { useSaving } from './use-saving.ts';

/** Bytes; as a `data:` address a third more. */
const LOGO_BYTES = 70_000;
const HEX = /^#[0-9a-f]{6}$/i;
const OUR_COLOR = '#067260';
const SWATCHES = [OUR_COLOR, '#0b5cad', '#5b3fc4', '#b42670', '#b4420b', '#8a5a00', '#3d4a5c'];

const addressOf = (file: File): Promise<string> =>
  new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result));
    reader.onerror = () => reject(reader.error);
    reader.readAsDataURL(file);
  });

/** Colour, corners, letters, logo; with a picture of what becomes of them. */
export const BrandPart = ({ tenant, mayWrite }: PartProps) => {
  const t = useSettingsTexts();
  const texts = useTexts();
  const { busy, save } = useSaving();
  const [brand, setBrand] = useState<Brand>(tenant.brand);
  const change = (next: Brand) => setBrand((before) => ({ ...before, ...next }));
  const color = brand.primary ?? OUR_COLOR;
  const takeLogo = async (file: File | null) => {
    if (!file) return;
    if (file.size > LOGO_BYTES) return toastError(new Error(t.logoTooLarge));
    change({ logo: await addressOf(file) });
  };
  const withoutLogo = ({ logo: _logo, ...rest }: Brand): Brand => rest;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void save({ brand });
      }}
    >
      <p className="settings-help">{t.brandHelp}</p>
      <Stack gap="md">
        <div>
          <ColorField
            label={t.primary}
            color={color}
            readOnly={!mayWrite}
            onChange={(primary) => change({ primary })}
          />
          <Contrast color={color} />
        </div>
        <Input.Wrapper label={t.radius} labelElement="div">
          <div>
            <SegmentedControl
              size="xs"
              aria-label={t.radius}
              readOnly={!mayWrite}
              value={String(brand.radius ?? 8)}
              onChange={(value) => change({ radius: Number(value) })}
              data={Object.entries(t.radii).map(([value, label]) => ({ value, label }))}
            />
          </div>
        </Input.Wrapper>
        <Select
          label={t.font}
          data={Object.entries(t.fonts).map(([value, label]) => ({ value, label }))}
          value={brand.font ?? 'inter'}
          allowDeselect={false}
          readOnly={!mayWrite}
          onChange={(font) => change({ font: (font ?? 'inter') as BrandFont })}
        />
        <Input.Wrapper label={t.logo} description={t.logoHelp} labelElement="div">
          <Group gap="sm" mt={6}>
            {brand.logo && <img src={brand.logo} alt={t.logo} className="brand-logo" />}
            {mayWrite && (
              <FileButton
                accept="image/png,image/svg+xml,image/webp,image/jpeg"
                onChange={(file) => void takeLogo(file)}
              >
                {(props) => (
                  <Button {...props} size="xs" variant="default" leftSection={<Icon name="upload" size={15} />}>
                    {t.chooseLogo}
                  </Button>
                )}
              </FileButton>
            )}
            {mayWrite && brand.logo && (
              <Button size="xs" variant="subtle" color="gray" onClick={() => setBrand(withoutLogo)}>
                {t.removeLogo}
              </Button>
            )}
          </Group>
        </Input.Wrapper>
        <Preview brand={brand} name={tenant.name} />
        {mayWrite && (
          <Group gap="xs">
            <Button type="submit" loading={busy}>
              {texts.common.save}
            </Button>
            <Button variant="default" onClick={() => setBrand({})}>
              {t.ours}
            </Button>
          </Group>
        )}
      </Stack>
    </form>
  );
};

interface ColorFieldProps {
  label: string;
  /** `#rrggbb` */
  color: string;
  readOnly: boolean;
  onChange: (color: string) => void;
}

/** A colour by letters, by hand or from some; letters that are none yet stand there until the field is left. */
const ColorField = ({ label, color, readOnly, onChange }: ColorFieldProps) => {
  const t = useSettingsTexts();
  const [half, setHalf] = useState<string | null>(null);
  return (
    <ColorInput
      label={label}
      value={half ?? color}
      // It would bring back the colour of its last effect, which may be older than the last letter.
      fixOnBlur={false}
      swatches={SWATCHES}
      eyeDropperButtonProps={{ 'aria-label': t.pickColor }}
      readOnly={readOnly}
      onChange={(text) => {
        const isWhole = HEX.test(text);
        setHalf(isWhole ? null : text);
        if (isWhole) onChange(text.toLowerCase());
      }}
      onBlur={() => setHalf(null)}
    />
  );
};

/** What becomes of a colour that cannot carry white text. */
const Contrast = ({ color }: { color: string }) => {
  const t = useSettingsTexts();
  const locale = useLocale();
  const ratio = contrast(color, '#ffffff');
  const moved = shadesOf(color)[7] !== color.toLowerCase();
  return (
    <p className="brand-contrast" role="status">
      {t.contrast(new Intl.NumberFormat(locale, { maximumFractionDigits: 1 }).format(ratio))}.{' '}
      {moved ? t.contrastMoved : t.contrastOk}
    </p>
  );
};

/** The theme that would be, on a few things alone. */
const Preview = ({ brand, name }: { brand: Brand; name: string }) => {
  const t = useSettingsTexts();
  return (
    <Input.Wrapper label={t.preview} labelElement="div">
      <MantineProvider theme={themeOf(brand)} cssVariablesSelector=".brand-preview" getRootElement={() => undefined}>
        <div className="brand-preview" inert aria-hidden style={{ fontFamily: 'var(--mantine-font-family)' }}>
          <strong>{name}</strong>
          <Group gap="sm">
            <Button size="sm">{t.previewButton}</Button>
            <Button size="sm" variant="light">
              {t.previewButton}
            </Button>
            <Anchor component="button" type="button" size="sm">
              {t.previewLink}
            </Anchor>
          </Group>
        </div>
      </MantineProvider>
    </Input.Wrapper>
  );
};
