import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import en from '../locales/en.json';
import { PROBLEMS } from './problem-words';

declare module 'i18next' {
  interface CustomTypeOptions {
    resources: { translation: typeof en };
    returnNull: false;
  }
}

/** Languages of the application, under their own names. */
export const LANGUAGES = { en: 'English', ja: '日本語' } as const;

/** One of them. */
export type Language = keyof typeof LANGUAGES;

const KEPT_AS = 'alaas-language';

/** Begins in the language chosen before, or in the browser's. */
export async function startI18n(): Promise<void> {
  await i18next.use(initReactI18next).init({
    lng: 'en',
    fallbackLng: 'en',
    resources: { en: { translation: en } },
    interpolation: { escapeValue: false },
  });
  const wanted = localStorage.getItem(KEPT_AS) ?? navigator.language;
  await showLanguage(wanted.startsWith('ja') ? 'ja' : 'en');
}

/** Shows another language and keeps the choice. */
export async function changeLanguage(language: Language): Promise<void> {
  localStorage.setItem(KEPT_AS, language);
  await showLanguage(language);
}

async function showLanguage(language: Language): Promise<void> {
  if (language === 'ja' && !i18next.hasResourceBundle('ja', 'translation')) {
    const { default: ja } = await import('../locales/ja.json');
    const { default: problems } = await import('../locales/ja-problems.json');
    i18next.addResourceBundle('ja', 'translation', ja);
    i18next.addResourceBundle('ja', PROBLEMS, problems);
  }
  await i18next.changeLanguage(language);
  document.documentElement.lang = language;
}
