/** What the screens before signing in say, in Arabic. */
import { number } from '../../language/formats';
import { around, mix } from '../../language/mix';
import type { words } from './words';
import { arabic } from '../../language/plural';

function characters(count: number): string {
  return arabic(count, [
    'بلا أحرف',
    'حرف واحد',
    'حرفان',
    `${number(count)} أحرف`,
    `${number(count)} حرفًا`,
    `${number(count)} حرف`,
  ]);
}

export const ar: typeof words = {
  userName: 'اسم المستخدم',
  youSignInWithIt: 'به تسجّل الدخول. أحرف لاتينية وأرقام و . و _ و -',
  displayNameOptional: 'الاسم المعروض (اختياري)',
  whatOthersSeeYouCan: 'ما يراه الآخرون. يمكنك تغييره في أي وقت.',
  password: 'كلمة المرور',
  passwordHint: (count) => `${characters(count)} على الأقل. بضع كلمات معًا تصلح كلمة مرور جيدة.`,
  yourAddressIsConfirmed: 'تأكّد عنوانك',
  itBelongsToYourAccount: 'صار الآن تابعًا لحسابك.',
  goOn: 'متابعة',
  confirmYourEMail: 'تأكيد بريدك الإلكتروني',
  itBecomesAddressOfYour: 'سيصبح عنوان حسابك.',
  confirm: 'تأكيد',
  thisLinkWasUsedAlready:
    'استُخدم هذا الرابط من قبل أو انتهت مدته. غيّر العنوان مرة أخرى لتحصل على غيره.',
  somebodyElseHasThisAddress: 'صار هذا العنوان لشخص آخر.',
  thisServerSendsNoMail: 'لا يرسل هذا الخادم بريدًا. اطلب ممن يديره رابطًا لاختيار كلمة مرور أخرى.',
  linkIsOnItsWay: (email) =>
    around`إن كان لأحد الحسابات هنا العنوان ${email} فقد أُرسل إليه رابط. يصلح الرابط 15 دقيقة.`,
  lookIntoYourMail: 'تفقّد بريدك',
  backToSigningIn: 'العودة إلى تسجيل الدخول',
  chooseAnotherPassword: 'اختيار كلمة مرور أخرى',
  youGetLinkByMail: 'يصلك رابط بالبريد على عنوان حسابك.',
  eMail: 'البريد الإلكتروني',
  sendMeLink: 'إرسال رابط',
  lookingAtYourInvite: 'جارٍ التحقق من دعوتك',
  thisInviteIsNoLonger: 'لم تعد هذه الدعوة صالحة',
  itHasBeenUsedUp: 'استُنفدت أو أُلغيت أو انتهت مدتها. اطلب دعوة جديدة.',
  signInWithAccountYou: 'تسجيل الدخول بحساب لديك',
  inviteCouldNotBeRead: 'تعذّرت قراءة الدعوة',
  join: (name) => around`الانضمام إلى ${name}`,
  invitesYou: (name) => mix`${name} يدعوك إلى المحادثة هنا.`,
  closed: (house) => around`التسجيل مغلق: لا يقبل ${house} حسابات جديدة حاليًا.`,
  iHaveAccountAlready: 'لديّ حساب بالفعل',
  thisInviteIsNoLongerGood: 'لم تعد هذه الدعوة صالحة. اطلب دعوة جديدة.',
  signInTo: (house) => around`تسجيل الدخول إلى ${house}`,
  nameOrPasswordIsNot: 'الاسم أو كلمة المرور غير صحيحة.',
  youWereSignedOutSign: 'سُجّل خروجك. سجّل الدخول لتتابع من حيث كنت.',
  userNameOrEMail: 'اسم المستخدم أو البريد الإلكتروني',
  iForgotMyPassword: 'نسيت كلمة المرور',
  makeAccount: 'إنشاء حساب',
  noAccountYetAskSomebody: 'لا حساب لديك بعد؟ اطلب دعوة من أحد الموجودين هنا.',
  thisLinkWasUsedAlreadyOr: 'استُخدم هذا الرابط من قبل أو انتهت مدته. اطلب رابطًا آخر.',
  yourPasswordIsChanged: 'تغيّرت كلمة مرورك',
  everyDeviceWasSignedOut: 'سُجّل الخروج من كل الأجهزة. سجّل الدخول بكلمة المرور الجديدة.',
  itSignsEveryDeviceOf: 'سيُسجَّل خروجك من كل أجهزتك.',
  newPassword: 'كلمة المرور الجديدة',
  changePassword: 'تغيير كلمة المرور',
  setUpParlor: 'تهيئة Parlor',
  makeFirstAccountItOwns: 'أنشئ الحساب الأول. سيملك هذا الخادم ومساحته الأولى؛ ويأتي الآخرون بدعوتك.',
  setUpAndEnter: 'تهيئة ودخول',
  openSetUpLinkThat:
    'افتح رابط التهيئة الذي طبعه الخادم عند بدء تشغيله: فهو يثبت أن هذا الخادم لك.',
  makeTheAccount: 'إنشاء الحساب',
  registrationIsClosed: 'التسجيل مغلق',
  takesNone: (house) => around`لا يقبل ${house} حسابات جديدة حاليًا.`,
  byInvite: (house) => around`الانضمام إلى ${house} بدعوة. اطلب رابطًا من أحد الموجودين هنا.`,
  thisServer: 'هذا الخادم',
  youNeedInvite: 'تحتاج إلى دعوة',
};
