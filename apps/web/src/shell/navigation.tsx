import { Menu } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { NavLink, useLocation } from 'react-router';
import { isHere, usePlaces } from './places.js';

/** The navigation in the header: a menu for each group, the one of this screen marked. */
export function WideNavigation() {
  const { t } = useTranslation();
  const { pathname } = useLocation();
  return (
    <ul className="nav-list">
      {usePlaces().map(({ group, places }) => {
        const here = places.some(({ to }) => isHere(to, pathname));
        return (
          <li key={group}>
            <Menu position="bottom-start" width={230} withinPortal={false} withInitialFocusPlaceholder={false}>
              <Menu.Target>
                <button type="button" className="nav-link nav-more" aria-current={here}>
                  {t(group)}
                  <span className="nav-caret" aria-hidden="true" />
                </button>
              </Menu.Target>
              <Menu.Dropdown>
                {places.map(({ to, label }) => (
                  <Menu.Item key={to} component={NavLink} to={to} end={to === '/'}>
                    {t(label)}
                  </Menu.Item>
                ))}
              </Menu.Dropdown>
            </Menu>
          </li>
        );
      })}
    </ul>
  );
}

/** The same navigation for the drawer: everything in sight, under the names of its groups. */
export function TallNavigation() {
  const { t } = useTranslation();
  return (
    <>
      {usePlaces().map(({ group, places }) => (
        <div key={group}>
          <p className="nav-group" id={group}>
            {t(group)}
          </p>
          <ul className="nav-list" aria-labelledby={group}>
            {places.map(({ to, label }) => (
              <li key={to}>
                <NavLink className="nav-link" to={to} end={to === '/'}>
                  {t(label)}
                </NavLink>
              </li>
            ))}
          </ul>
        </div>
      ))}
    </>
  );
}
