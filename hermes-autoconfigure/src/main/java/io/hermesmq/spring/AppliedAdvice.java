package io.hermesmq.spring;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import org.aopalliance.aop.Advice;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.Advisor;
import org.springframework.aop.IntroductionAdvisor;
import org.springframework.aop.Pointcut;
import org.springframework.aop.PointcutAdvisor;
import org.springframework.aop.aspectj.AspectJPrecedenceInformation;
import org.springframework.aop.framework.Advised;
import org.springframework.aop.framework.AopProxyUtils;
import org.springframework.aop.interceptor.ExposeInvocationInterceptor;
import org.springframework.aop.support.AopUtils;
import org.springframework.aop.support.DelegatePerTargetObjectIntroductionInterceptor;
import org.springframework.aop.support.DelegatingIntroductionInterceptor;
import org.springframework.aop.support.MethodMatchers;

/** Finds the advice of a proxied bean that stands around one of its methods, through every level of proxies. */
final class AppliedAdvice {

    private AppliedAdvice() {}

    /**
     * The advice around a method. What cannot be judged counts as advice.
     *
     * @param bean a proxy.
     * @param targetClass the class behind it.
     * @param method of that class.
     * @return a name for each; empty where calling the bean directly skips nothing.
     */
    static List<String> around(final Object bean, final Class<?> targetClass, final Method method) {
        final List<String> names = new ArrayList<>();
        @Nullable Object level = bean;
        while (AopUtils.isAopProxy(level)) {
            if (!(level instanceof Advised advised)) {
                names.add("what an opaque proxy hides");
                return names;
            }
            for (final Advisor advisor : advised.getAdvisors()) {
                if (appliesTo(advisor, targetClass, method)) {
                    names.add(nameOf(advisor));
                }
            }
            level = AopProxyUtils.getSingletonTarget(level);
        }
        return names;
    }

    private static boolean appliesTo(final Advisor advisor, final Class<?> targetClass, final Method method) {
        if (advisor == ExposeInvocationInterceptor.ADVISOR) {
            return false;
        }
        if (advisor instanceof PointcutAdvisor pointcutAdvisor) {
            final Pointcut pointcut = pointcutAdvisor.getPointcut();
            return pointcut.getClassFilter().matches(targetClass)
                    && MethodMatchers.matches(pointcut.getMethodMatcher(), method, targetClass, false);
        }
        return !(advisor instanceof IntroductionAdvisor && onlyAddsInterfaces(advisor.getAdvice()));
    }

    /** Subclasses may do more around every method; these two hand on what is not of their interfaces. */
    private static boolean onlyAddsInterfaces(final Advice advice) {
        return advice.getClass() == DelegatingIntroductionInterceptor.class
                || advice.getClass() == DelegatePerTargetObjectIntroductionInterceptor.class;
    }

    private static String nameOf(final Advisor advisor) {
        if (advisor instanceof AspectJPrecedenceInformation aspect) {
            return "aspect '" + aspect.getAspectName() + "'";
        }
        final Class<?> advice = advisor.getAdvice().getClass();
        return advice.getSimpleName().isEmpty() ? advice.getName() : advice.getSimpleName();
    }
}
