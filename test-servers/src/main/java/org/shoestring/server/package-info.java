/**
 * Servers for tests: stores as processes of their own or as honest fakes, and a proxy that breaks
 * what lies between; and other processes and class loaders that have the tests' classes.
 */
@NullMarked
package org.shoestring.server;

import org.jspecify.annotations.NullMarked;
