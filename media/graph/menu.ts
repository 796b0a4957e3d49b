import { element } from './dom';

/** An item of a context menu. */
export interface MenuItem {
  label: string;
  run: () => void;
}

/** Opens a context menu at a point of the window. When it closes, the focus returns to where it was. */
export function openMenu(x: number, y: number, label: string, items: readonly MenuItem[]): void {
  document.querySelector('.menu')?.remove();
  if (items.length === 0) return;
  const before = document.activeElement;
  const menu = element('div', { class: 'menu', role: 'menu', 'aria-label': label });
  let open = true;
  const close = (): void => {
    // Removing the menu moves the focus, which would close it once more.
    if (!open) return;
    open = false;
    menu.remove();
    if (before instanceof HTMLElement) before.focus({ preventScroll: true });
  };
  const buttons = items.map((item) =>
    element(
      'button',
      {
        role: 'menuitem',
        tabindex: '-1',
        type: 'button',
        onclick: () => {
          close();
          item.run();
        },
      },
      item.label,
    ),
  );
  menu.append(...buttons);
  menu.addEventListener('keydown', (event) => {
    const index = buttons.indexOf(document.activeElement as HTMLButtonElement);
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined) buttons[(index + step + buttons.length) % buttons.length]!.focus();
    else if (event.key === 'Home') buttons[0]!.focus();
    else if (event.key === 'End') buttons.at(-1)!.focus();
    else if (event.key === 'Escape' || event.key === 'Tab') close();
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
  menu.addEventListener('focusout', (event) => {
    if (menu.contains(event.relatedTarget as Node | null) || !open) return;
    open = false;
    menu.remove();
  });
  (document.querySelector('main') ?? document.body).append(menu);
  menu.style.left = `${Math.max(4, Math.min(x, innerWidth - menu.offsetWidth - 4))}px`;
  menu.style.top = `${Math.max(4, Math.min(y, innerHeight - menu.offsetHeight - 4))}px`;
  buttons[0]!.focus();
}
