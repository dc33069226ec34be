/**
 * Servers for tests: stores as processes of their own or as honest fakes, and a proxy that breaks
 * what lies between.
 */
@NullMarked
package org.shoestring.server;

import org.jspecify.annotations.NullMarked;
