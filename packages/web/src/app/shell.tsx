import { ActionIcon, AppShell, Group, Menu, Text, UnstyledButton, useMatches } from '@mantine/core';
import { IconLogout, IconMenu2, IconUser } from '@tabler/icons-react';
import { Link, Outlet } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { Brand } from '../components/brand';
import { LanguageSwitch } from '../components/language-switch';
import { SchemeSwitch } from '../components/scheme-switch';
import { useSession } from '../features/access/api/get-session';
import { useSignOut } from '../features/access/api/sign-out';
import { OWN_PLACES, PLACES } from './places';
import classes from './shell.module.css';

/** Navigation around the pages. */
export function Shell() {
  const { t } = useTranslation();
  const { rights } = useSession();
  const places = PLACES.filter(({ needs }) => rights.includes(needs));
  return (
    <AppShell header={{ height: 60 }}>
      <a className="skip-link" href="#content">
        {t('shell.skip')}
      </a>
      <AppShell.Header className={classes.header}>
        <Group h="100%" px="md" justify="space-between" wrap="nowrap">
          <Group gap="xl" wrap="nowrap">
            <Link to="/" className="row-link" aria-label={t('shell.home')}>
              <Brand />
            </Link>
            <Group component="nav" aria-label={t('shell.navigation')} gap={4} visibleFrom="sm">
              {places.map(({ to, name }) => (
                <Link
                  key={to}
                  to={to}
                  className={classes.place}
                  activeOptions={{ exact: to === '/' }}
                >
                  {t(name)}
                </Link>
              ))}
            </Group>
          </Group>
          <Group gap={4} wrap="nowrap">
            <LanguageSwitch />
            <SchemeSwitch />
            <UserMenu />
          </Group>
        </Group>
      </AppShell.Header>
      <AppShell.Main id="content">
        <Outlet />
      </AppShell.Main>
    </AppShell>
  );
}

/** Who is signed in; on a phone also where one can go. */
function UserMenu() {
  const { t } = useTranslation();
  const { user, role, rights, csrf } = useSession();
  const signOut = useSignOut();
  // Entries that are only hidden would stop the arrow keys.
  const hasPlaces = useMatches({ base: true, sm: false });
  const places = hasPlaces ? PLACES.filter(({ needs }) => rights.includes(needs)) : [];
  return (
    <Menu position="bottom-end" width={220}>
      <Menu.Target>
        <UnstyledButton className={classes.user} aria-label={t('shell.menuOf', { user })}>
          <IconUser size={18} aria-hidden />
          <Text size="sm" visibleFrom="sm" component="span">
            {user}
          </Text>
          <ActionIcon
            component="span"
            variant="transparent"
            color="gray"
            hiddenFrom="sm"
            aria-hidden
          >
            <IconMenu2 size={20} />
          </ActionIcon>
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>
          {user} · {t(`roles.${role}`)}
        </Menu.Label>
        {places.map(({ to, name }) => (
          <Menu.Item key={to} component={Link} to={to}>
            {t(name)}
          </Menu.Item>
        ))}
        {hasPlaces && <Menu.Divider />}
        {OWN_PLACES.map(({ to, name }) => (
          <Menu.Item key={to} component={Link} to={to}>
            {t(name)}
          </Menu.Item>
        ))}
        <Menu.Divider />
        {csrf !== null && (
          <Menu.Item
            leftSection={<IconLogout size={16} aria-hidden />}
            onClick={() => signOut.mutate()}
          >
            {t('access.signOut')}
          </Menu.Item>
        )}
        {csrf === null && <Menu.Label>{t('shell.open')}</Menu.Label>}
      </Menu.Dropdown>
    </Menu>
  );
}
