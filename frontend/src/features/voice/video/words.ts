/** What cameras and screens say. */
import { catalogue } from '../../../language';

export const words = catalogue('features/voice/video/words', {
  videos: 'Cameras and screens',
  camera: 'Show your camera',
  noCamera: 'Hide your camera',
  screen: 'Share your screen',
  noScreen: 'Stop sharing your screen',

  you: (name: string) => `${name} (you)`,
  screenOf: (name: string) => `${name}: screen`,
  yourScreen: 'Your screen',
  coming: 'The picture is on its way',

  grid: 'Show all',
  focused: (name: string) => `${name}, large`,
  fullScreen: 'Full screen',
  noFullScreen: 'Leave full screen',
  apart: 'Picture in picture',
  quality: 'Picture quality',
  caps: { auto: 'Automatic', high: 'High', mid: 'Medium', low: 'Low' },

  troubles: {
    camera: {
      denied:
        'The browser keeps the camera from this page. Its settings, beside the address, let it in.',
      missing: 'No camera was found. Plug one in and try again.',
      busy: 'Another program holds the camera. Close it and try again.',
      unsupported:
        'This browser has no camera for this page, perhaps because it did not come over HTTPS.',
      ended: 'You may not show your camera here any more.',
    },
    screen: {
      denied: 'The browser does not let this page see the screen.',
      missing: 'There is no screen that could be shared.',
      busy: 'The system does not let the browser see that screen. Choose another one, or allow it in the settings of the system.',
      unsupported: 'This browser cannot share a screen.',
      ended: 'You may not share your screen here any more.',
    },
  },
});
