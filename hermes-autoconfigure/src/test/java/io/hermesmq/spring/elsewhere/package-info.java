/** Publishers that an application has to import. */
package io.hermesmq.spring.elsewhere;
