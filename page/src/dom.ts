type Child = Node | string | undefined | false;

/** An element with properties, attributes (`aria-…`, `role`, `data-…`) and children; texts are never read as HTML. */
export function element<K extends keyof HTMLElementTagNameMap>(
  name: K,
  properties: Partial<Omit<HTMLElementTagNameMap[K], 'style' | 'attributes'>> & {
    readonly attributes?: Record<string, string>;
  } = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[K] {
  const { attributes = {}, ...rest } = properties;
  const made = Object.assign(document.createElement(name), rest);
  for (const [attribute, value] of Object.entries<string>(attributes)) made.setAttribute(attribute, value);
  made.append(...children.filter((child): child is Node | string => child !== undefined && child !== false));
  return made;
}

export const button = (label: string, onclick: () => void, className = ''): HTMLButtonElement =>
  element('button', { type: 'button', className, onclick }, label);

export const count = (value: number, noun: string, plural = `${noun}s`): string =>
  `${value.toLocaleString('en-US')} ${value === 1 ? noun : plural}`;

export const seconds = (value: number): string =>
  value < 60
    ? `${value.toFixed(1)} s`
    : `${Math.floor(value / 60)} min ${String(Math.floor(value % 60)).padStart(2, '0')} s`;
